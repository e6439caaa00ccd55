"""Which words speak of which number: the clause around it, or its item of a list (甲、乙分别增长1%、2%)."""

from __future__ import annotations

import re

from assistant.audit.parts import Parts
from assistant.audit.words import content_words
from index.types import Quantity, Span

# Where the words of one number end and those of the next begin.
_BREAKS = "，,。；;、：:（()）！!？?\n"
_HARD_BREAKS = "，,。；;：:！!？?\n"
# What stands between the numbers of a list that share their words: 分别增长29.5%、65.86%和16.96%.
_LIST_MARK = re.compile(r"(?:以上|以下|左右|余)?\s*(?:[、和及与,，]|以及)\s*(?:超过?|约|近)?")
_REST_OF_UNIT = re.compile(r"[一-鿿]{1,3}(?=[、和及与,，])")
_RESPECTIVELY = re.compile(r"(?:等)?(?:等[^，。；]{0,6})?(?:各|分别)")
_ITEM_MARK = re.compile(r"[、，,]|以及|[和与及]")
# Words that the text itself sets apart: 认为“非常好”的.
QUOTED = re.compile(r"“([^“”]{1,12})”")
# 产销同比分别增长…: two items in two letters.
_PAIR_OF_LETTERS = re.compile(r"(产销)量?(?:同比|环比)?$")
_COUNTED_AND = re.compile(r"[^,，。；;、\d]{1,10}(?:以及|[、和与及])\s?")
_OF = re.compile(r"\s*(?:的|左右的|以上的)")
# 产业投资、高技术产业投资: an item that ends like the shared words has them already.
_TAIL = 2
# The longest list whose items are told apart.
_LONGEST_LIST = 12


def stretches_of(parts: Parts, i: int, sentence: Span) -> tuple[Span, ...]:
    """Return the stretches of text that speak of quantity `i` of `parts` and of no other."""
    listed = _item_of_list(parts, i, sentence)
    return listed if listed is not None else _clause(parts, i, sentence)


def _clause(parts: Parts, i: int, sentence: Span) -> tuple[Span, ...]:
    """Return the clause before the number, and after it where the number counts or belongs to what follows.

    Where the clause says nothing, the one before joins it, as far as no other number stands in it.
    """
    quantity, folded = parts.quantities[i], parts.folded
    span = quantity.span
    floor = max(parts.quantities[i - 1].span.end if i else 0, sentence.start)
    following = parts.quantities[i + 1].span.start if i + 1 < len(parts.quantities) else len(folded)
    ceiling = min(following, sentence.end)
    start = span.start if i and _is_next_count(parts, i) else _break_before(folded, span.start, floor)
    after = Span(span.end, next((at for at in range(span.end, ceiling) if folded[at] in _BREAKS), ceiling))
    says_after = _belongs(parts, quantity, Span(start, span.start), after)
    while start > floor and not _says(parts, Span(start, span.start)) and not (says_after and _says(parts, after)):
        start = _break_before(folded, start - 1, floor)
    before = Span(start, span.start)
    opens = not parts.folded[sentence.start : span.start].strip("超近约逾")
    while opens and says_after and after.end < ceiling and not _says(parts, before) and not _says(parts, after):
        # 12亿元，这是去年的签约额: the words follow after the comma.
        after = Span(after.start, next((at for at in range(after.end + 1, ceiling) if folded[at] in _BREAKS), ceiling))
    return (before, after) if says_after else (before,)


def _is_next_count(parts: Parts, i: int) -> bool:
    """Say whether what stands before the number is what the one before counts: 民警 of 3名民警和4名辅警."""
    last, quantity = parts.quantities[i - 1], parts.quantities[i]
    between = parts.folded[last.span.end : quantity.span.start]
    return last.canonical_unit == "count" == quantity.canonical_unit and bool(_COUNTED_AND.fullmatch(between))


def _belongs(parts: Parts, quantity: Quantity, before: Span, after: Span) -> bool:
    """Say whether the words after a number are its own: what it counts, or 的 with what it is."""
    if _OF.match(parts.folded, after.start) or quantity.canonical_unit == "count":
        return True
    return not _says(parts, before)


def _says(parts: Parts, span: Span) -> bool:
    inside = [Span(s.start - span.start, s.end - span.start) for s in parts.hidden() if span.contains(s)]
    return bool(content_words(span.of(parts.folded), inside)) or bool(QUOTED.search(span.of(parts.folded)))


def _break_before(folded: str, at: int, floor: int) -> int:
    return next((i + 1 for i in range(at - 1, floor - 1, -1) if folded[i] in _BREAKS), floor)


def group_of(parts: Parts, i: int) -> tuple[int, int]:
    """Return the first and the last index of the run of like numbers, joined by list marks, in which `i` stands."""
    first = last = i
    while first > 0 and _joined(parts, first - 1):
        first -= 1
    while last + 1 < len(parts.quantities) and last - first < _LONGEST_LIST and _joined(parts, last):
        last += 1
    return first, last


def _joined(parts: Parts, i: int) -> bool:
    """Say whether nothing but a list mark stands between quantity `i` and the next, of the same unit."""
    one, other = parts.quantities[i], parts.quantities[i + 1]
    same = one.canonical_unit == other.canonical_unit and (one.canonical_unit != "count" or one.unit == other.unit)
    if not same:
        return False
    if _LIST_MARK.fullmatch(parts.folded, one.span.end, other.span.start):
        return True
    # 3809万载重吨、6485万载重吨: a unit of more letters than were read of it.
    rest = _REST_OF_UNIT.match(parts.folded, one.span.end)
    return bool(
        rest
        and parts.folded.startswith(rest.group(), other.span.end)
        and _LIST_MARK.fullmatch(parts.folded, rest.end(), other.span.start)
    )


def _item_of_list(parts: Parts, i: int, sentence: Span) -> tuple[Span, ...] | None:
    """Return the item that 分别 gives to the number, with the words that all items share; None where there is no list.

    Without 分别 the numbers of a run share the words before the first one.
    """
    first, last = group_of(parts, i)
    if first == last:
        return None
    start = parts.quantities[first].span.start
    floor = next((at + 1 for at in range(start - 1, sentence.start - 1, -1) if parts.folded[at] in _HARD_BREAKS), None)
    floor = sentence.start if floor is None else floor
    marks = list(_RESPECTIVELY.finditer(parts.folded, floor, start))
    if not marks:
        return (Span(floor, start),)
    mark = marks[-1]
    if mark.start() - floor < 2 and floor > sentence.start:
        # 对甲、乙、丙，分别增长…: the items stand before the comma.
        before = max(sentence.start, _hard_break(parts.folded, floor - 1, sentence.start))
        held = _holder_of(parts, i, (first, last), sentence, Span(before, floor))
        if held is not None:
            return (*_clause(parts, held, sentence)[:1], Span(mark.end(), start))
        items = _items(parts.folded, Span(before, floor - 1))
    else:
        items = _items(parts.folded, Span(floor, mark.start()))
    shared_after: tuple[Span, ...] = ()
    others = items[-1].of(parts.folded).find("等") if items else -1
    if others > 0:
        # 甲、乙等产品产量: what follows 等 is of all.
        shared_after = (Span(items[-1].start + others + 1, items[-1].end),)
        items[-1] = Span(items[-1].start, items[-1].start + others)
    count = last - first + 1
    pair = _PAIR_OF_LETTERS.search(items[-1].of(parts.folded)) if items else None
    if pair and count == len(pair.group(1)) and len(items) == 1:
        letter = items[0].start + pair.start(1) + i - first
        return (Span(items[0].start, items[0].start + pair.start(1)), Span(letter, letter + 1), Span(mark.end(), start))
    if len(items) < count:
        return (Span(items[0].start if items else floor, start),)
    item = items[len(items) - count + i - first]
    own = item.of(parts.folded).rstrip()
    shared = tuple(
        span
        for span, _ in parts.metrics
        if items[-1].contains(span) and item != items[-1] and not own.endswith(span.of(parts.folded)[-_TAIL:])
    )
    return (item, *shared[-1:], *shared_after, Span(mark.end(), start))


def _holder_of(parts: Parts, i: int, group: tuple[int, int], sentence: Span, clause: Span) -> int | None:
    """Return the number whose change quantity `i` of a list is: 城镇48652元，农村24318元，分别增长5.1%和7.3%."""
    first, last = group
    count = last - first + 1
    if first < count or not any(clause.contains(quantity.span) for quantity in parts.quantities[first - count : first]):
        return None
    held = first - count + (i - first)
    return held if parts.quantities[held].span.start >= sentence.start else None


def _hard_break(folded: str, at: int, floor: int) -> int:
    return next((i + 1 for i in range(at - 1, floor - 1, -1) if folded[i] in _HARD_BREAKS), floor)


def _items(folded: str, within: Span) -> list[Span]:
    items: list[Span] = []
    start = within.start
    for match in _ITEM_MARK.finditer(folded, within.start, within.end):
        if match.start() > start:
            items.append(Span(start, match.start()))
        start = match.end()
    if within.end > start:
        items.append(Span(start, within.end))
    return items
