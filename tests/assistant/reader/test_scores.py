"""Scores of spans follow from the logits of their first and last token."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.reader.model import WindowReading
from assistant.reader.weights import HEAD_BIAS, HEAD_WEIGHT, read_weights, save_weights
from assistant.reader.windows import Window
from index.types import Span
from tests.assistant.reader.test_windows import make_article

TEXT = "签约30亿元。"


def make_reading() -> WindowReading:
    """Return a reading of four tokens: 签约, 30, 亿元, and the full stop."""
    window = Window(make_article(TEXT), Span(0, 7), "", TEXT)
    return WindowReading(
        window,
        begins=np.array([-1.0, 4.0, 0.5, -3.0], np.float32),
        ends=np.array([-2.0, 1.0, 3.0, 0.0], np.float32),
        starts=np.array([0, 2, 4, 6]),
        stops=np.array([2, 4, 6, 7]),
        verdict=np.array([0.2, 0.3, 0.5], np.float32),
    )


def test_a_span_scores_by_its_first_and_its_last_token() -> None:
    assert make_reading().score_span(Span(2, 6)) == pytest.approx(4.0 + 3.0)
    assert make_reading().score_span(Span(2, 4)) == pytest.approx(4.0 + 1.0)


def test_a_span_outside_the_window_has_no_score() -> None:
    assert make_reading().score_span(Span(5, 9)) is None


def test_within_a_span_the_best_answer_counts() -> None:
    assert make_reading().score_within(Span(0, 7)) == pytest.approx(7.0)
    # An answer never ends before it begins: 30 with 30, not 30 with 签约.
    assert make_reading().score_within(Span(0, 4)) == pytest.approx(5.0)
    assert make_reading().score_within(Span(7, 8)) is None


def test_weights_come_back_as_near_as_eight_bits_are(tmp_path: Path) -> None:
    matrix = np.array([[0.5, -1.27], [0.1, 0.3], [0.0, 1.0]], np.float32)
    tensors = {"layer.weight": matrix, "layer.bias": np.array([1e-5, 2.0], np.float32)}
    tensors |= {HEAD_WEIGHT: np.array([[0.123456, 7.0]], np.float32), HEAD_BIAS: np.zeros(1, np.float32)}
    save_weights(tensors, tmp_path / "weights.npz")
    read = read_weights(tmp_path / "weights.npz")
    assert set(read) == set(tensors)
    # Each row is one output with a scale of its own: its largest number over 127.
    assert np.abs(read["layer.weight"] - matrix).max() <= 1.27 / 127 / 2 + 1e-7
    assert (read[HEAD_WEIGHT] == tensors[HEAD_WEIGHT]).all()
    assert (read["layer.bias"] == tensors["layer.bias"]).all()
