"""The page says where the language model is, and falls silent when it is there."""

from __future__ import annotations

from assistant.web.arrival import Arrival


def test_a_download_is_told_until_it_is_done() -> None:
    arrival = Arrival()
    assert arrival.describe("zh") == ""
    arrival.report("m", 25 << 20, 100 << 20)
    assert "25%" in arrival.describe("zh")
    assert "100 MB" in arrival.describe("en")
    arrival.report("m", 100 << 20, 100 << 20)
    assert arrival.describe("zh") == ""


def test_a_model_that_cannot_be_had_is_said_with_the_reason() -> None:
    arrival = Arrival()
    arrival.fail("pypi.org 连不上")
    assert "pypi.org 连不上" in arrival.describe("zh")
