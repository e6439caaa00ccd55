"""Tests of the page: rendering, handlers, and a real browser."""
