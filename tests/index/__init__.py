"""Tests of the library half."""
