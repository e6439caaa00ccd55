"""Which set of numbers a question wants, of all that its articles offer.

Slot by slot a question may be read askew: a list has more items than its words name, an ask is lost, two asks take one
number. So the numbers of one article are also weighed as a set, beside what was found slot by slot and beside "none":
how surely the trained reader reads each into the whole question, how far the next number is behind, whether they are as
many as are asked for, and whether they stand in one sentence. Told is the set of least risk, a wrong number counting
more than a missed one. The weights were fitted by `benchmarks/reader_training/sets.py` on written questions about
articles that the reader was not trained on, with near misses that have no answer; `data/sets.toml` holds them.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.figure_answers.members import Member, describe_members
from assistant.figure_answers.weighing import Signs

Values = frozenset[str]
NONE: Values = frozenset()
_WEIGHTS = Path(__file__).parent / "data" / "sets.toml"
# What telling a wrong number costs, where telling all that is asked gains one; and what part of them gains.
_WRONG, _PART = 1.0, 0.2
# Articles whose sets are weighed, numbers of the longest set, and how many second lists an article may have.
_ARTICLES, _LONGEST, _SECONDS = 3, 8, 2
# Scores beyond this say no more, and what there is where no number is left over.
_MOST, _NOTHING = 4.0, -5.0
_MOST_READ = 10.0
_COUNTED = re.compile(
    r"(?<![第十百千万亿.\d])([两二三四五六七八])(?:大|个(?!月|百分)|家|国|地|市|省|县|区|项|类|种|者|方|块|档|级|批|样|条|季度|部|所|只|支|阶段|片区)"
)
_NO_COUNT = re.compile(r"三个一批")
# Names of what everybody knows to be so many.
_KNOWN_LISTS = (
    (re.compile(r"三次产业|一、?二、?三[次产]|三产(?![值业])|三驾马车"), 3),
    (re.compile(r"城乡|双向|二产(?:和|与|、)?三产|三产(?:和|与|、)?二产|前后各"), 2),
)
_NUMERALS = {numeral: count for count, numeral in enumerate("二三四五六七八", start=2)} | {"两": 2}
_JOINED = re.compile(r"[和与及、以]|同时|[，,；]| and ")
_EACH = re.compile(r"各|分别|依次|对比|比较|哪|谁|each|respectively")


@dataclass(frozen=True, slots=True)
class AskedCount:
    """What says how many numbers are wanted: asks found, a number said (三大行业), what is joined, 各 or 分别."""

    slots: int
    said: int
    joined: int
    each: bool


@dataclass(frozen=True, slots=True)
class NumberSet:
    """Numbers that may be what is asked for, `rest` being the others of their article; each with its log odds."""

    chosen: tuple[tuple[float, Member], ...]
    rest: tuple[tuple[float, Member], ...]
    # Of more than one article, as they were found slot by slot.
    mixed: bool = False

    @property
    def values(self) -> Values:
        """The values of the set."""
        return frozenset(member.value for _, member in self.chosen)


@cache
def read_set_weights() -> Mapping[str, Mapping[str, float]]:
    """Return what each sign counts: under `member` those of one number, under `set` those of numbers together."""
    return tomllib.loads(_WEIGHTS.read_text(encoding="utf-8"))


def count_asked(text: str, slots: int) -> AskedCount:
    """Return what a question's words and its slots say of how many numbers it wants."""
    counted = [_NUMERALS[found] for found in _COUNTED.findall(_NO_COUNT.sub(" ", text))]
    said = max([*counted, *(count for words, count in _KNOWN_LISTS if words.search(text))], default=0)
    return AskedCount(slots, said, len(_JOINED.findall(text)) + 1, bool(_EACH.search(text)))


def choose_set(members: Sequence[Member], asked: AskedCount) -> Values:
    """Return the values to tell: those that risk least, none of them where telling any risks more than silence."""
    return find_least_risk(share_values(members, asked))


def share_values(members: Sequence[Member], asked: AskedCount) -> dict[Values, float]:
    """Return the probability of each set of values, by the weights that are shipped."""
    weights = read_set_weights()
    return share_sets(members, score_members(members, asked, weights["member"]), asked, weights["set"])


def score_members(members: Sequence[Member], asked: AskedCount, weights: Mapping[str, float]) -> list[float]:
    """Return the log odds of each number that it is one of those asked for."""
    return [_add(signs, weights) for signs in describe_members(members, asked.slots)]


def find_least_risk(shares: Mapping[Values, float], wrong: float = _WRONG) -> Values:
    """Return the set whose telling gains most on the whole, a wrong number costing `wrong`."""
    return max(shares, key=lambda values: (_expect(values, shares, wrong), -len(values), sorted(values)))


def share_sets(
    members: Sequence[Member], scores: Sequence[float], asked: AskedCount, weights: Mapping[str, float]
) -> dict[Values, float]:
    """Return the probability of each set of values, `scores` being the members' log odds."""
    utilities = [(values, _add(signs, weights)) for values, signs in describe_sets(members, scores, asked)]
    top = max(utility for _, utility in utilities)
    shares: dict[Values, float] = {}
    for values, utility in utilities:
        shares[values] = shares.get(values, 0.0) + math.exp(utility - top)
    total = sum(shares.values())
    return {values: share / total for values, share in shares.items()}


def describe_sets(members: Sequence[Member], scores: Sequence[float], asked: AskedCount) -> list[tuple[Values, Signs]]:
    """Return every set that is weighed with its signs, "none of them" first."""
    told = frozenset(one.value for one in members if one.told)
    top = max(scores, default=_NOTHING)
    none: Signs = {
        "none": 1.0,
        "none_top": max(_NOTHING, min(top, -_NOTHING)) / 2,
        "none_several": float(asked.slots > 1),
        "none_told": float(not told),
    }
    slots = sorted({slot for one in members for slot in one.slots})
    sets = [(one.values, _describe_set(one, asked, told, top, slots)) for one in list_sets(members, scores)]
    return [(NONE, none), *sets]


def list_sets(members: Sequence[Member], scores: Sequence[float]) -> list[NumberSet]:
    """Return the sets worth weighing: the likeliest numbers of each article, and what was found slot by slot.

    Of an article also those of one unit, and those of one sentence.
    """
    best: dict[tuple[str, str], tuple[float, Member]] = {}
    for score, one in zip(scores, members, strict=True):
        key = (one.place, one.value)
        if key not in best or score > best[key][0]:
            best[key] = (score, one)
    articles: dict[str, list[tuple[float, Member]]] = {}
    for (place, _), scored in best.items():
        articles.setdefault(place, []).append(scored)
    for numbers in articles.values():
        numbers.sort(key=lambda scored: -scored[0])
    found: dict[tuple[str, Values], NumberSet] = {}
    for place in sorted(articles, key=lambda name: -articles[name][0][0])[:_ARTICLES]:
        for chosen in _list_of_article(articles[place]):
            values = frozenset(one.value for _, one in chosen)
            rest = tuple(scored for scored in articles[place] if scored[1].value not in values)
            found.setdefault((place, values), NumberSet(tuple(chosen), rest))
    mixed = _join_told(best)
    if mixed is not None and all(mixed.values != values for _, values in found):
        found["", mixed.values] = mixed
    return list(found.values())


def _list_of_article(numbers: Sequence[tuple[float, Member]]) -> Iterator[Sequence[tuple[float, Member]]]:
    """Yield the first one, two, three … of an article's numbers, of those of one unit, and of those of one sentence."""
    first = numbers[0][1]
    groups = [
        numbers,
        [scored for scored in numbers if scored[1].unit == first.unit],
        [scored for scored in numbers if scored[1].sentence == first.sentence],
    ]
    for _, one in (numbers[0], *numbers[1 : 1 + _SECONDS]):
        groups.append([s for s in numbers if (s[1].sentence, s[1].unit) == (one.sentence, one.unit)])
    for group in groups:
        for length in range(1, min(_LONGEST, len(group)) + 1):
            yield group[:length]


def _join_told(best: Mapping[tuple[str, str], tuple[float, Member]]) -> NumberSet | None:
    """Return what was found slot by slot as a set, whatever articles it is of; None where nothing was found."""
    told: dict[str, tuple[float, Member]] = {}
    for score, one in best.values():
        if one.told and (one.value not in told or score > told[one.value][0]):
            told[one.value] = (score, one)
    return NumberSet(tuple(told.values()), (), mixed=True) if told else None


def _describe_set(one: NumberSet, asked: AskedCount, told: Values, top: float, slots: Sequence[str]) -> Signs:
    """Return the signs of a set: its numbers, what is left over, and how it stands to what is asked."""
    scores = [score for score, _ in one.chosen]
    members = [member for _, member in one.chosen]
    count, values = len(members), one.values
    bounded = [max(-_MOST, min(score, _MOST)) for score in scores]
    wholes = [max(-_MOST_READ, min(member.whole, _MOST_READ)) for member in members]
    left = max([_NOTHING, *(score for score, _ in one.rest)])
    kinds = {(member.sentence, member.unit) for member in members}
    alike = max([_NOTHING, *(score for score, other in one.rest if (other.sentence, other.unit) in kinds)])
    return {
        "sum": sum(bounded) / 3,
        "least": min(bounded) / 2,
        "mean": sum(bounded) / count / 2,
        "wholes": sum(wholes) / 20,
        "least_whole": min(wholes) / 10,
        "left": left / 2,
        "apart": (min(bounded) - left) / 2,
        "as_asked": float(count == asked.slots),
        "off_asked": min(abs(count - asked.slots), 4) / 2,
        "more_than_asked": float(count > asked.slots),
        "as_said": float(count == asked.said),
        "not_as_said": float(bool(asked.said) and count != asked.said),
        "as_joined": float(count == asked.joined),
        "off_joined": min(abs(count - asked.joined), 4) / 2,
        "several_of_each": float(count > 1 and asked.each),
        "one_of_each": float(count == 1 and asked.each),
        "several": float(count > 1),
        "sentences": len({member.sentence for member in members}) / count if count > 1 else 0.0,
        "units": len({member.unit for member in members}) / count if count > 1 else 0.0,
        "alike_left": alike / 3,
        "behind": max(scores) - top,
        "count": count / 4,
        "as_told": float(values == told),
        "mixed": float(one.mixed),
        "within_told": float(bool(told) and values < told),
        "beyond_told": float(bool(told) and values > told),
        "covered": _cover_slots(members, slots),
        "odds": sum(member.best.odds for member in members) / count,
        "several_as_told": float(asked.slots > 1 and values == told),
    }


def _cover_slots(members: Sequence[Member], slots: Sequence[str]) -> float:
    """Return how likely it is, slot by slot, that one of the numbers is the slot's."""
    best = (max((one.slots[slot].odds for one in members if slot in one.slots), default=0.0) for slot in slots)
    return sum(best) / max(len(slots), 1)


def _expect(told: Values, shares: Mapping[Values, float], wrong: float) -> float:
    """Return what telling values gains on the whole, by what may be right."""
    return sum(share * _gain(told, right, wrong) for right, share in shares.items())


def _gain(told: Values, right: Values, wrong: float) -> float:
    if not told:
        return 0.0
    if told == right:
        return 1.0
    if told - right:
        return -wrong
    return _PART * len(told) / len(right)


def _add(signs: Signs, weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in signs.items())
