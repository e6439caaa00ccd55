"""Data files of the library; README.md says where each comes from."""
