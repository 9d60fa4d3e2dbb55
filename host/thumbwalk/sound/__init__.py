"""What is to be heard of a practice: which sound when, made of numbers, and the one stream that plays them."""
