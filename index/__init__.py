"""The library half: reading, cleaning, describing, indexing and finding articles. Knows nothing of answers."""
