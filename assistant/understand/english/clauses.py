"""An English question part by part: where each part begins that asks for one thing.

How many projects did X sign in 2024, | and what was their total investment?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.understand.english.phrases import DIRECTIONS, write
from assistant.understand.english.tokens import Token

_BREAKS = frozenset(["comma", "and", "stop", "or"])
_OPENERS = frozenset(["ask", "command", "ditto"])
# What is asked of the thing named before: its exports and their growth.
_OF_IT = frozenset(["增速", "增长", "增幅", "降幅", "下降", "变化", "排名", "比重", "比例", "年增速", "同比增速"])
_LEVELS = frozenset(["金额", "数量", "水平", "规模", "总额", "总数", "量"])
# The word of a part that names a number without asking.
NAMED = Token("ask", "什么", "")
WHETHER = "吗"


@dataclass(slots=True)
class Clause:
    """A part of a question: what it is opened by, the word that asks, and what follows."""

    before: list[Token] = field(default_factory=list)
    ask: Token | None = None
    after: list[Token] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Say whether nothing was put into it."""
        return not (self.ask or self.before or self.after)


def split_clauses(tokens: Sequence[Token]) -> list[Clause]:
    """Return the parts of a question that ask for one thing each, in order."""
    splitter = _Splitter(tokens)
    for at in range(len(tokens)):
        splitter.take(at)
    splitter.close()
    return _join_alternatives(_name_asks(splitter.clauses))


class _Splitter:
    """Puts tokens into parts, one after the other."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._current = Clause()
        self.clauses: list[Clause] = []

    def close(self) -> None:
        """End the part that is being filled."""
        _trim(self._current.before)
        _trim(self._current.after)
        if not self._current.empty:
            self.clauses.append(self._current)
        self._current = Clause()

    def take(self, at: int) -> None:
        """Put a token where it belongs."""
        token = self._tokens[at]
        if token.kind == "stop":
            self.close()
        elif not self._opens_part(at, token):
            (self._current.after if self._current.ask else self._current.before).append(token)

    def _opens_part(self, at: int, token: Token) -> bool:
        """Begin a part with a token, or give it its asking word; returns whether the token did either."""
        before = self._tokens[at - 1] if at else None
        opens = before is None or before.kind in _BREAKS
        current = self._current
        if token.kind in _OPENERS and (opens or not (current.ask or current.before)):
            if current.ask or current.before:
                self.close()
            self._current.ask = token
        elif token.kind == "among" and opens:
            self.close()
            self._current.before.append(token)
        elif token.kind == "ask":
            return self._takes_ask(at, token, before)
        elif token.kind == "aux" and (before is None or before.kind == "stop"):
            current.ask = Token("ask", WHETHER, token.said)
        elif (token.kind in ("and", "comma") or token.said == "with") and self._asks_of_it(at):
            self.close()
            self._current.ask = NAMED
        else:
            return False
        return True

    def _takes_ask(self, at: int, token: Token, before: Token | None) -> bool:
        """Take an asking word inside a part: of which how many; at what; …, up by what percentage."""
        current = self._current
        among = bool(current.before) and current.before[-1].kind == "among"
        if among or (before is not None and before.kind == "prep" and not current.ask):
            current.ask = token
            return True
        if not _goes_with(self._tokens, at):
            return False
        # The word before it belongs to the new part.
        moved = (current.after or current.before).pop()
        self.close()
        self._current = Clause([moved], token)
        return True

    def _asks_of_it(self, at: int) -> bool:
        """Say whether a list goes on with what is asked of its first: …'s exports and their growth."""
        rest = [token for token in self._tokens[at + 1 : at + 5] if token.kind not in ("det", "and", "each")]
        if not rest or any(token.kind == "ask" for token in rest) or not _has_matter(self._current):
            return False
        first = rest[1] if rest[0].kind in ("same", "time") and len(rest) > 1 else rest[0]
        return first.kind in ("word", "share") and first.chinese in _OF_IT


def _has_matter(clause: Clause) -> bool:
    """Say whether a part has named what it asks for."""
    if clause.ask is not None and clause.ask.kind == "ask" and clause.ask.said in ("which", "who"):
        return False
    return any(token.kind in ("word", "name") for token in (*clause.before, *clause.after))


def _name_asks(clauses: list[Clause]) -> list[Clause]:
    """Return a question without any word that asks as one for the number that it names (GDP in 2023?)."""
    if any(clause.ask and clause.ask is not NAMED for clause in clauses):
        return clauses
    named: list[Clause] = []
    for clause in clauses:
        if clause.ask is None and named and write(clause.before) in _LEVELS:
            continue
        asked = clause.ask or NAMED
        named.append(Clause([], asked, [*clause.before, *clause.after]))
    return named


def _goes_with(tokens: Sequence[Token], at: int) -> bool:
    """Say whether the word before an ask tells which way, and opens a part."""
    return at >= 2 and tokens[at - 1].chinese in DIRECTIONS and tokens[at - 2].kind in _BREAKS


def _trim(tokens: list[Token]) -> None:
    while tokens and tokens[-1].kind in _BREAKS:
        tokens.pop()
    while tokens and tokens[0].kind in ("comma", "and", "stop"):
        tokens.pop(0)


def _join_alternatives(clauses: list[Clause]) -> list[Clause]:
    """Give what stands behind a colon to the part before it: which city …: Wuhan or Changsha."""
    joined: list[Clause] = []
    for clause in clauses:
        if joined and clause.ask is None and joined[-1].ask is not None:
            joined[-1].after += [Token("comma", ""), *clause.before]
        else:
            joined.append(clause)
    return joined
