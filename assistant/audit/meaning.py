"""How near the words of a claim come to what its sources say: by their vectors in context, and by their letters.

A paraphrase says 采购 for 进口 and 放慢 for 放缓; no list of synonyms holds them all. A word that stands in no source
is taken as borne out in part: by the nearest word of the sources in the encoder's middle layer, or by a letter that
it shares with a word of theirs. Numbers, dates, places, names and denials are never judged here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol, runtime_checkable
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from assistant.audit.words import Word, overlap, read_list
from index.text import split_sentences
from index.types import Span

Vectors = npt.NDArray[np.float32]

# Likeness (cosine in the eighth layer) of words that have nothing to do with each other, and of words for the same.
# Read off paraphrases and invented sentences: the words of invented ones lie at 0.40 to 0.55, those of paraphrases
# mostly at 0.57 to 0.85.
_STRANGE, _SAME = 0.45, 0.70
# A word of two letters that shares one with a word of the source says in part what it says: 放慢, 放缓.
_ONE_LETTER = 0.5
# So much of a long source is compared: the sentences that share most with the claim.
_LONGEST = 300
_KEPT = 256


@runtime_checkable
class WordEncoder(Protocol):
    """Gives each token of a text a vector of length one in its context."""

    def encode_words(self, text: str) -> tuple[Vectors, list[Span]]:
        """Return (tokens, width), and where each token stands."""


@dataclass(slots=True)
class Meaning:
    """Compares words; without an encoder, by their letters alone. Texts are encoded once."""

    encoder: WordEncoder | None = None
    _known: OrderedDict[str, tuple[Vectors, list[Span]]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def borne_out(
        self, folded: str, words: Sequence[Word], sources: Sequence[str], *, by_letters_only: bool = False
    ) -> list[float]:
        """Return for each of `words` of a folded claim how far the folded `sources` bear it out: 0 to 1."""
        if not words:
            return []
        near = nearest_sentences(folded, sources)
        by_letters = [shares_letter(word.text, near) for word in words]
        if self.encoder is None or by_letters_only or not near.strip():
            return by_letters
        mine, spans = self._encode(folded)
        theirs, _ = self._encode(near)
        likeness = (mine @ theirs.T).max(axis=1)
        found = []
        for word, letters in zip(words, by_letters, strict=True):
            inside = [i for i, span in enumerate(spans) if span.overlaps(word.span)]
            mean = float(likeness[inside].mean()) if inside else 0.0
            found.append(max(letters, min(1.0, max(0.0, (mean - _STRANGE) / (_SAME - _STRANGE)))))
        return found

    def _encode(self, text: str) -> tuple[Vectors, list[Span]]:
        with self._lock:
            if text not in self._known and self.encoder is not None:
                self._known[text] = self.encoder.encode_words(text)
                while len(self._known) > _KEPT:
                    self._known.popitem(last=False)
            return self._known[text]


class _HasEncoder(Protocol):
    @property
    def encoder(self) -> object: ...


_meanings: WeakKeyDictionary[object, Meaning] = WeakKeyDictionary()


def meaning_of(library: _HasEncoder) -> Meaning:
    """Return what compares words by a library's encoder, kept as long as the encoder; by letters, where it cannot."""
    encoder = library.encoder
    if not isinstance(encoder, WordEncoder):
        return Meaning()
    if encoder not in _meanings:
        _meanings[encoder] = Meaning(encoder)
    return _meanings[encoder]


def nearest_sentences(folded: str, sources: Sequence[str]) -> str:
    """Return the sentences of the sources that share most with a claim, in their order, as far as they are short."""
    everything = "\n".join(sources)
    if len(everything) <= _LONGEST:
        return everything
    sentences = [span.of(source) for source in sources for span in split_sentences(source)]
    best: set[int] = set()
    length = 0
    for i in sorted(range(len(sentences)), key=lambda i: -overlap(folded, sentences[i])):
        if best and length + len(sentences[i]) > _LONGEST:
            break
        best.add(i)
        length += len(sentences[i])
    return "".join(sentences[i] for i in sorted(best))[: 2 * _LONGEST]


def shares_letter(text: str, source: str) -> float:
    """Return `_ONE_LETTER` where a short Chinese word has a telling letter that `source` holds, else 0."""
    if len(text) > _SHORT or not "一" <= text[0] <= "鿿":
        return 0.0
    return _ONE_LETTER if any(letter in source for letter in text if letter not in _light_letters()) else 0.0


# Longer words share letters with nearly everything.
_SHORT = 2


def _light_letters() -> frozenset[str]:
    """Return letters that stand in too many words to tell of one: those of the fillers, and of directions."""
    return _LIGHT


_LIGHT = frozenset(
    letter for line in read_list("fillers") for word in line if len(word) <= _SHORT for letter in word
) | frozenset(
    "出入进来去回过起开发上下大小新老多少高低好人员家国市省区县年月日第一二三四五六七八九十百千万亿的地得着了不未无非业产品"
)
