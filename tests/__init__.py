"""Tests, named as sentences; they mirror the packages."""
