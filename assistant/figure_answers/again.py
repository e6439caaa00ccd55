"""Part of a question, asked again as a question of its own over the same candidates.

A comparison, a share and a mean are put together of numbers that could each be asked for alone; so each is found as if
it were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.figure_answers.agree import settle
from assistant.figure_answers.asks import read_asks
from assistant.figure_answers.deciding import read_choices
from assistant.figure_answers.reading import Reader
from assistant.figure_answers.select import Choice, choose
from assistant.figure_answers.slots import make_slots
from assistant.figure_answers.types import Metrics, NumberJudge
from assistant.figure_answers.view import View
from assistant.figure_answers.wishes import strip_periods
from assistant.types import Question
from index.text import fold
from index.types import Period


class Asker:
    """Asks for one number in words of its own."""

    def __init__(
        self,
        question: Question,
        views: Sequence[View],
        metrics: Metrics,
        doc_ids: tuple[str, ...] = (),
        judge: NumberJudge | None = None,
    ) -> None:
        self._question = question
        self._doc_ids = doc_ids
        self._judge = judge
        self._metrics = metrics
        self.views = tuple(views)

    @property
    def metrics(self) -> Metrics:
        """The vocabulary of metrics."""
        return self._metrics

    @property
    def text(self) -> str:
        """The whole question, folded, without its periods."""
        return strip_periods(self._question.standalone, self._question)

    def ask(
        self,
        words: str,
        periods: Sequence[Period] = (),
        views: Sequence[View] | None = None,
        *,
        anywhere: bool = False,
    ) -> Choice | None:
        """Return the choice for the first number that the words want; None where none is clear.

        `periods` are those of the whole question by default; `views` may be fewer than all candidates; `anywhere`
        leaves the question's places to the words.
        """
        times = tuple(periods) or self._question.periods
        unsaid = [period.said for period in times if period.said and fold(period.said) not in words]
        text = f"{''.join(unsaid[:1])}{words}"
        metrics = tuple(dict.fromkeys(name for _, name in self._metrics.find(fold(text))))
        part = replace(
            self._question,
            text=text,
            standalone=text,
            language="zh",
            kind="figure",
            operation=None,
            metrics=metrics,
            periods=times,
            period=times[0] if times else None,
            wants_target=False,
            subjects=() if anywhere else self._question.subjects,
        )
        pool = list(self.views if views is None else views)
        wanted = read_asks(part, self._metrics)
        slots = make_slots(part, wanted)
        if not slots or not pool:
            return None
        chosen = choose(slots[0], wanted, pool, part.today, self._metrics.confusable)
        choice = read_choices([chosen], Reader(part, wanted, pool, self._doc_ids, self._judge))[0]
        return choice if choice.fits and len(settle(choice.views).readings) == 1 else None
