"""What is kept of a learner: a document for each thing that happened, and what they add up to."""
