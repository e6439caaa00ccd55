"""A library: one folder with catalog, dense and lexical index, and all that is asked of it.

The face of the package. Opens fast: models and indexes are brought in by the first call that needs them. One process
writes at a time; any number reads.
"""

from __future__ import annotations

from index.library.changing import Changing
from index.library.finding import Finding
from index.library.keeping import Report
from index.library.parts import load_knowledge
from index.library.records import Records

__all__ = ["Library", "Report", "load_knowledge"]


class Library(Changing, Finding, Records):
    """An open library. `encoder` and `knowledge` may be given, for tests and for sharing between libraries."""
