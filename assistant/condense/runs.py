"""What the last turns asked in turn, as one question: 江苏…？那广西呢？云南呢？ is 江苏、广西和云南…."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.condense.joining import glue, list_words, replace_spans
from assistant.condense.scene import Scene


def merge_run(thread: Sequence[str], read: Callable[[str], Scene]) -> str | None:
    """Return the last questions that differ in one part only as one; None where there is one, or it names several."""
    last = read(thread[-1])
    if len(last.slots.places) > 1 or len(last.slots.metrics) > 1 or len(last.slots.periods) > 1:
        return None
    run, part = [last], None
    for text in reversed(thread[:-1]):
        scene = read(text)
        differing = [number for number, (a, b) in enumerate(zip(_parts(scene), _parts(last), strict=True)) if a != b]
        if len(differing) != 1 or part not in (None, differing[0]):
            break
        part = differing[0]
        run.append(scene)
    if part is None:
        return None
    run.reverse()
    words = list_words([_parts(scene)[part] for scene in run])
    if part == 2:
        at = last.narrowing.start if last.narrowing.end > last.narrowing.start else last.matter.start
        return glue(last.text[:at], words, "分别是多少？")
    spans = last.subjects() if part == 0 else [span for span, _ in last.slots.periods]
    return replace_spans(last.text, spans, words) if spans else None


def _parts(scene: Scene) -> tuple[str, str, str]:
    return scene.subject_words(), scene.period_words(), scene.narrowing_words() + scene.matter_words()
