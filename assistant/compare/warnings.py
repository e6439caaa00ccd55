"""What makes the figures of a row hard to compare."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compare.types import DraftCell
from assistant.figure_answers.select import RESULTS
from assistant.figure_answers.word import Wording


def warn_of(aspect: str, cells: Sequence[DraftCell], wording: Wording) -> list[str]:
    """Return a warning where the figures of a row differ in period, definition or status; else nothing."""
    figures = [cell.figure for cell in cells if cell.figure is not None]
    if len(figures) < 2:
        return []
    differ: list[str] = []
    if len({(f.period.start, f.period.end) if f.period else None for f in figures}) > 1:
        differ.append(wording.pick("时期", "period"))
    if any(len(set(said)) > 1 for said in ([f.metric for f in figures], [f.threshold for f in figures])):
        differ.append(wording.pick("口径", "definition"))
    if len({f.status in RESULTS for f in figures}) > 1:
        differ.append(wording.pick("性质", "status"))
    if not differ:
        return []
    joined = wording.pick("、", " and ").join(differ)
    return [wording.pick(f"{aspect}：各方{joined}不同，不宜直接比较。", f"{aspect}: the figures differ in {joined}.")]
