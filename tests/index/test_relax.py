"""Filters that leave nothing give up as little as they can."""

from __future__ import annotations

import datetime as dt

from index.relax import relax_filters
from index.types import Filters

DAY = dt.date(2024, 5, 1)


def test_filters_that_leave_something_stay() -> None:
    filters = Filters(regions=("云栖市(虚构)",))
    assert relax_filters(filters, lambda _: True) == (filters, ())
    assert relax_filters(Filters(), lambda _: False) == (Filters(), ())


def test_one_limit_goes_before_two_and_the_vaguest_first() -> None:
    filters = Filters(
        regions=("云栖市(虚构)",), date_from=DAY, date_to=DAY, publishers=("云栖日报",), kinds=("speech",)
    )
    one, given_up = relax_filters(filters, lambda left: not left.publishers)
    assert given_up == ("publishers",)
    assert one == Filters(regions=("云栖市(虚构)",), date_from=DAY, date_to=DAY, kinds=("speech",))
    two, given_up = relax_filters(filters, lambda left: not left.kinds and left.date_to is None)
    assert given_up == ("kinds", "dates")
    assert two == Filters(regions=("云栖市(虚构)",), publishers=("云栖日报",))


def test_documents_that_were_named_are_never_given_up() -> None:
    filters = Filters(doc_ids=("a",), kinds=("speech",))
    assert relax_filters(filters, lambda _: False) == (filters, ())
    assert relax_filters(filters, lambda left: not left.kinds) == (Filters(doc_ids=("a",)), ("kinds",))
