"""Tests of the answering half."""
