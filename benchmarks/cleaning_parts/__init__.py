"""What `benchmarks/cleaning.py` is made of."""
