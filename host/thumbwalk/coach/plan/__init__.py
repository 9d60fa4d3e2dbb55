"""What was done over weeks: how it changes, more than by chance, and what to practise next."""
