"""Finding by words: a tokeniser that knows Chinese, and BM25F over memory-mapped segments."""

from index.lexical.index import LexicalIndex
from index.lexical.match import Match
from index.lexical.segment import LexicalEntry

__all__ = ["LexicalEntry", "LexicalIndex", "Match"]
