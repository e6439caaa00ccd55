"""English phrases in the order of Chinese: what narrows stands before what it narrows, place and time before all.

the value of exports to ASEAN in 2024  →  2024年对东盟出口金额
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.understand.english.tokens import Token

# Where something is, or whose it is; a place behind one of these opens the Chinese sentence.
_OF_PLACE = frozenset(
    ["of", "in", "at", "within", "across", "throughout", "for", "by", "among", "through", "during", "under", "inside",
     "between", "over", "on", "around"]
)  # fmt: skip
_TOWARDS = {"to": "对", "with": "对", "towards": "对", "toward": "对", "against": "对", "into": "对", "from": "自"}
# What narrows the object of a verb rather than says where and how it is done.
_OF_OBJECT = frozenset(["of", "for", "on"])
NAMES = frozenset(["place", "name"])
_EMPTY = frozenset(["det", "poss", "aux"])
_JOINING = frozenset(["and", "or", "comma"])
# Words that say which way a number went.
DIRECTIONS = frozenset(["增长", "下降", "减少", "增速", "同比增速", "增幅", "降幅", "变化"])
_PARTICIPLE = re.compile(r"(?:ed|built|sold|made|set up|spent|paid|held|given|taken)$")
_TOTALS = frozenset(["总额", "总"])


@dataclass(slots=True)
class Ordered:
    """The parts of an English phrase, each in Chinese."""

    places: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    modifiers: list[str] = field(default_factory=list)
    # Of a verb and its object, the verb; and what narrows the object.
    verb: str = ""
    narrowing: list[str] = field(default_factory=list)
    head: str = ""
    same: str = ""
    each: bool = False

    @property
    def lead(self) -> str:
        """Return what opens the sentence: whose, and when."""
        return join([*self.places, *self.times])

    @property
    def core(self) -> str:
        """Return what is said, without whose and when."""
        said = join([*reversed(self.modifiers), self.verb, *reversed(self.narrowing), self.head])
        if not self.same:
            return said
        at = min((said.find(word) for word in DIRECTIONS if word in said), default=-1)
        return f"{said}{self.same}" if at < 0 else f"{said[:at]}{self.same}{said[at:]}"

    def __str__(self) -> str:
        return join([self.lead, self.core])


def join(parts: Sequence[str]) -> str:
    """Join Chinese, with a space between Latin words only."""
    said = ""
    for part in parts:
        latin = said and part and said[-1].isascii() and said[-1].isalnum() and part[0].isascii() and part[0].isalnum()
        said += f" {part}" if latin else part
    return said


def write(tokens: Sequence[Token]) -> str:
    """Return tokens in their own order, lists joined as Chinese joins them; a total stands behind what it is of."""
    said, joint, total = "", "", ""
    for token in tokens:
        if token.kind in _JOINING:
            joint = "和" if token.kind != "comma" or joint == "和" else "、"
            continue
        if token.kind in _EMPTY or not token.chinese:
            continue
        if token.kind == "word" and token.chinese in _TOTALS and not said:
            total = "总额" if token.chinese == "总额" else token.chinese
            continue
        said = join([said + (joint if said else ""), token.chinese])
        joint = ""
    return f"{said}{total}" if not total or "总" not in said else said


def order(tokens: Sequence[Token], *, verbal: bool = False) -> Ordered:
    """Return the parts of a phrase; `verbal` tokens are a subject with its verb (did Chengdu use)."""
    found = Ordered()
    for prep, chunk in _split_chunks(tokens):
        _take_chunk(found, prep, _take_times(found, chunk), verbal)
    return found


def _split_chunks(tokens: Sequence[Token]) -> list[tuple[str, list[Token]]]:
    """Return the tokens between prepositions, each with the preposition before them; none before the first."""
    chunks: list[tuple[str, list[Token]]] = [("", [])]
    for token in tokens:
        if token.kind == "prep":
            chunks.append((token.said, []))
        else:
            chunks[-1][1].append(token)
    return chunks


def _take_times(found: Ordered, chunk: list[Token]) -> list[Token]:
    """Move times and what compares with them out of a chunk; returns what is left."""
    left: list[Token] = []
    joined = ""
    for token in chunk:
        if token.kind == "time":
            if found.times and joined:
                found.times[-1] = f"{found.times[-1]}{joined}{token.chinese}"
                while left and left[-1].kind in _JOINING:
                    left.pop()
            else:
                found.times.append(token.chinese)
            joined = ""
        elif token.kind == "same":
            found.same = token.chinese
        elif token.kind == "each":
            found.each = True
        else:
            joined = ("、" if token.kind == "comma" and joined != "和" else "和") if token.kind in _JOINING else ""
            left.append(token)
    while left and left[-1].kind in _JOINING:
        left.pop()
    return left


def _take_chunk(found: Ordered, prep: str, chunk: list[Token], verbal: bool) -> None:
    """Put the words of a chunk where Chinese has them."""
    while chunk and chunk[0].kind in _JOINING:
        chunk = chunk[1:]
    if not any(token.chinese for token in chunk):
        return
    named, rest = split_names(chunk)
    owned = bool(named) and len(named) < len(chunk) and chunk[len(named)].kind == "poss"
    # Its Qinghe plant and the Qinghe fair are one thing; behind the EU a verb may stand.
    article = chunk[0].said if chunk[0].kind == "det" else ""
    a_name = bool(named) and bool(write(rest)) and not owned and bool(article) and (article != "the" or not verbal)
    if not prep:
        if named:
            found.places.append(write(named))
        _take_verb(found, rest if named else chunk, verbal)
    elif named and prep in _OF_PLACE and not a_name:
        found.places.append(write(named))
        _take_rest(found, rest, prep, verbal and not owned)
    elif named and prep == "from" and "出口" in found.core:
        # Exports from a place are its own.
        found.places.append(write(named))
        _take_rest(found, rest, prep, verbal and not owned)
    elif named and prep in _TOWARDS and not a_name:
        # Imports come 自, companies and guests 来自 somewhere.
        towards = "来自" if prep == "from" and "进口" not in found.head else _TOWARDS[prep]
        found.modifiers.append(f"{towards}{write(named)}")
        _take_rest(found, rest, prep, verbal and not owned)
    elif prep in _OF_OBJECT and found.verb:
        found.narrowing.append(write(chunk))
    else:
        found.modifiers.append(_write_noun(chunk))


def _take_verb(found: Ordered, words: list[Token], verbal: bool) -> None:
    """Take a head; of a verb and an object with an article, the two apart."""
    at = next((i for i, token in enumerate(words) if token.kind == "det" and write(words[:i])), None)
    if verbal and at is not None:
        found.verb, found.head = write(words[:at]), write(words[at:])
    elif not verbal:
        found.head = _write_noun(words)
    else:
        found.head = write(words)


def _write_noun(words: Sequence[Token]) -> str:
    """Return a noun phrase; what was done to a thing stands before it (the fund set up by the city)."""
    if len(words) > 1 and _PARTICIPLE.search(words[-1].said) and write(words[:-1]):
        return join([words[-1].chinese, write(words[:-1])])
    return write(words)


def _take_rest(found: Ordered, rest: list[Token], prep: str, verbal: bool) -> None:
    """Take what follows a name in its chunk: of a subject its verb, else what the name owns."""
    words = write(rest)
    if not words:
        return
    if verbal:
        found.head = join([found.head, words])
    else:
        found.modifiers.append(words)


def split_names(chunk: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Return the names that open a chunk, joined by and or commas, and the rest."""
    at, end = 0, 0
    while at < len(chunk) and chunk[at].kind == "det":
        at += 1
    while at < len(chunk) and chunk[at].kind in NAMES:
        at = end = at + 1
        while at < len(chunk) and chunk[at].kind in (*_JOINING, "poss", "det") and _name_follows(chunk, at):
            at += 1
    return list(chunk[:end]), list(chunk[end:])


def _name_follows(chunk: Sequence[Token], at: int) -> bool:
    """Say whether nothing but joining words stands between here and the next name, a joint among them."""
    rest = list(chunk[at:])
    joins = False
    for token in rest:
        if token.kind in NAMES:
            return joins or chunk[at - 1].kind in _JOINING
        if token.kind not in (*_JOINING, "poss", "det"):
            return False
        joins = joins or token.kind in _JOINING
    return False
