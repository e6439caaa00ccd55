"""Filters that leave nothing, relaxed openly: as few limits as possible are given up, and they are named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

from index.types import Filters

# What may be given up, the vaguest first, with its fields. Documents that were named are never given up.
_LIMITS = {
    "kinds": ("kinds",),
    "publishers": ("publishers",),
    "dates": ("date_from", "date_to"),
    "regions": ("regions",),
}


def relax_filters(filters: Filters, passes: Callable[[Filters], bool]) -> tuple[Filters, tuple[str, ...]]:
    """Return filters that let something through, and the names of the limits that were given up for it.

    `passes` says whether filters let anything through. Where even none but documents would not, nothing is given up.
    """
    if filters.empty or passes(filters):
        return filters, ()
    limits = [name for name, fields in _LIMITS.items() if any(getattr(filters, field) for field in fields)]
    for count in range(1, len(limits) + 1):
        for given_up in combinations(limits, count):
            left = _without(filters, given_up)
            if passes(left):
                return left, given_up
    return filters, ()


def _without(filters: Filters, names: tuple[str, ...]) -> Filters:
    """Return `filters` without the limits of these names."""
    unlimited = Filters()
    return replace(filters, **{field: getattr(unlimited, field) for name in names for field in _LIMITS[name]})
