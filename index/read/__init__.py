"""Bytes to raw articles: finds files, settles encodings, opens formats. Knows nothing of what an article says."""

from index.read.decode import decode
from index.read.dispatch import read_bytes, read_file
from index.read.find import find_inputs
from index.read.lines import parse_record

__all__ = ["decode", "find_inputs", "parse_record", "read_bytes", "read_file"]
