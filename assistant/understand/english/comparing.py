"""Questions that set things side by side: which is more, how much more one is than the other."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.understand.english.phrases import DIRECTIONS, NAMES, join, order, split_names, write
from assistant.understand.english.tokens import Token


def ask_more(gap: str, after: list[Token]) -> str:
    """Put a question for the gap between two things: how much more did A export than B."""
    at = next((i for i, token in enumerate(after) if token.kind == "than"), len(after))
    left, right = order(without_aux(after[:at]), verbal=True), order(without_aux(after[at + 1 :]))
    times = [*left.times, *right.times] if not (left.times and right.times) else []
    one = join([*left.places, *(left.times if not times else ()), left.core])
    other = join([*right.places, *(right.times if not times else ()), right.core])
    held = f"比{other}" if other else ""
    return join([*times, one, held, gap, "多少"])


def without_aux(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens without auxiliaries."""
    return [token for token in tokens if token.kind != "aux"]


def ask_which(after: list[Token]) -> tuple[str, bool, str]:
    """Put a question for one of several: which grew faster, A or B; which city had the highest GDP."""
    sides, rest = _split_sides(after)
    noun: list[Token] = []
    while rest and rest[0].kind in ("word", "det") and rest[0].chinese not in DIRECTIONS:
        noun.append(rest.pop(0))
    compared = next((token for token in rest if token.kind in ("more", "most")), None)
    found = order([token for token in rest if token.kind not in ("aux", "more", "most", "among")])
    sorts = [order(side) for side in sides]
    places = join(list(dict.fromkeys([*found.places, *(place for side in sorts for place in side.places)])))
    named = [join([*(side.times if not found.times else ()), side.core]) for side in sorts]
    named = [name for name in named if name]
    times = join(list(dict.fromkeys([*found.times, *(time for side in sorts for time in side.times if side.core)])))
    if sides and not named:
        named = [join([*side.places, *side.times]) for side in sorts]
        places = join(found.places) if any(side.places for side in sorts) else places
        times = join(found.times)
    listed = "、".join(named[:-1]) + ("和" if len(named) > 1 else "") + (named[-1] if named else "")
    if compared is None:
        return join([places, times, listed, "哪些", write(noun), found.core]), False, ""
    degree = (
        compared.chinese if compared.kind == "most" else f"{'' if found.core in DIRECTIONS else '更'}{compared.chinese}"
    )
    if found.core in DIRECTIONS and compared.chinese in ("多", "少"):
        degree = f"得{compared.chinese}"
    said = join([places, times, listed, "哪个", write(noun), found.core, degree])
    return said, True, compared.chinese if compared.kind == "more" else compared.chinese[-1]


def _split_sides(after: list[Token]) -> tuple[list[list[Token]], list[Token]]:
    """Return the things that are set side by side, and the rest of the words."""
    segments: list[list[Token]] = [[]]
    for token in after:
        if token.kind == "comma":
            segments.append([])
        else:
            segments[-1].append(token)
    segments = [segment for segment in segments if segment]
    chosen = next((i for i, segment in enumerate(segments) if any(t.kind == "or" for t in segment)), None)
    if chosen is None:
        chosen = next((i for i, segment in enumerate(segments) if i and _lists_names(segment)), None)
        if chosen is None:
            return [], after
        listed = segments[chosen]
        return _cut(listed, ("and",)), [t for i, s in enumerate(segments) if i != chosen for t in s]
    listed = segments[chosen]
    first = chosen
    while first > 1 and not any(token.kind in ("aux", "more", "most") for token in segments[first - 1]):
        first -= 1
    sides = [*segments[first:chosen], *_cut(listed, ("or",))]
    rest = [token for i, segment in enumerate(segments) if i < first or i > chosen for token in segment]
    if not rest or first == 0:
        # … in 2023 or in 2019: only the last words are the sides.
        times = [token for token in listed if token.kind == "time"]
        names = [token for token in listed if token.kind in NAMES]
        ends = times if len(times) > 1 else names[-2:]
        return [[token] for token in ends], [t for t in after if t not in ends and t.kind not in ("or", "comma")]
    return sides, rest


def _lists_names(segment: Sequence[Token]) -> bool:
    named, rest = split_names(segment)
    return len([token for token in named if token.kind in NAMES]) > 1 and not write(rest)


def _cut(tokens: Sequence[Token], kinds: tuple[str, ...]) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind in kinds:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]
