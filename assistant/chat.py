"""The path of one question: condense → understand → records and search → evidence → compose → audit → answer.

`Assistant.ask` reads top to bottom. A figure question is answered from records and needs no model; every other one
from evidence sentences, worded by a model where one is there. Whatever worded it, a sentence is shown only after the
audit; a draft never leaves this module.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from assistant import replies
from assistant.answer import AnswerBuilder, QuotedConflict
from assistant.answerable import Sufficiency, is_named, is_told_in_words, judge_evidence, settles, wants_no_number
from assistant.audit import Auditor
from assistant.audit.meaning import meaning_of
from assistant.audit.second_reading import claim_reader_of
from assistant.audit.words import overlap
from assistant.check import check_file
from assistant.compare import NAMED, Comparison, Sources, compare_subjects, list_aspects, wants_tabling
from assistant.compose import audited, compose_extractive, compose_with_model
from assistant.condense import condense, speaks_of
from assistant.config import Settings
from assistant.context import find_context
from assistant.disagree import find_disagreement
from assistant.drafts import number_report
from assistant.evidence import Candidate, choose_evidence, rank_each, wants_list
from assistant.exchange import answer_in_currency, read_wish
from assistant.figure_answers import FigureAnswer, Likely, answer_from_figures
from assistant.model import EXTRACTIVE, LOCAL, Model, check_name, choose_model, load_model
from assistant.model_states import list_models, try_out
from assistant.reader import SpanReader, open_reader
from assistant.records import LibraryFigures
from assistant.tables import finish_table
from assistant.types import (
    Answer,
    AnswerReady,
    CheckedDraft,
    Claim,
    Conflict,
    Coverage,
    Event,
    Evidence,
    EvidenceReady,
    Language,
    ModelState,
    Notice,
    Question,
    Quote,
    Removed,
    SentenceReady,
    Turn,
)
from assistant.understand import understand
from assistant.understand.names import given_names
from assistant.understand.sides import find_sides
from assistant.untold import find_untold, is_outdone
from assistant.verdicts import find_false_premise, open_with_verdict
from index.errors import ModelError
from index.library import Library
from index.periods import demand_period, find_periods
from index.text import fold
from index.types import Article, Filters, Hit, Period, Region

# Articles whose sentences compete to be evidence.
_CANDIDATES = 12
# A policy called by less than its title shares at least so much of its letter pairs with it, its place left out.
_LONG_NAME, _TITLED = 8, 0.2
# A name belongs to a question where its best hit, or so many code points around it, speak of it.
_FOUND_FIRST, _AROUND = 1, 600
# So long after a period articles look back on it.
_TOLD_LATER = dt.timedelta(days=180)
_HAN = re.compile(r"[㐀-鿿]")
# How many times as many articles are looked at where names in another script choose among them.
_WIDER = 3
# Articles kept open while an answer is made.
_OPEN = 256
# Less likely numbers of a quoted sentence are not listed as what was asked for. Of 354 wordings about articles that the
# reader was not trained on this lists those of 5 more rightly, and of 2 wrongly.
_LIKELY = 0.3


class Assistant:
    """Answers questions over one library. Safe for several threads, each with its own question."""

    def __init__(self, library: Library, settings: Settings, model: Model | None = None) -> None:
        self.library = library
        self.settings = settings
        self._model = model
        self._article = lru_cache(maxsize=_OPEN)(library.article)

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        model: str | None = None,
        today: dt.date | None = None,
        filters: Filters | None = None,
        period: Period | str | None = None,
    ) -> Iterator[Event]:
        """Answer a question, as events: evidence, then audited sentences one by one, then the whole answer."""
        clock = _Clock()
        asked = self.read(question, history, today=today, filters=filters, period=period)
        name = check_name(model or choose_model(self.settings), self.settings)
        if asked.topic != "library":
            yield AnswerReady(self._finish(replies.reply_to(asked), asked, clock, EXTRACTIVE))
            return
        sought = self._put_in_chinese(asked)
        limits, given_up = self.library.relax_filters(sought.filters)
        if not given_up:
            yield from self._answer(asked, sought, clock, name)
            return
        notice = replies.say_relaxed(given_up, asked.language)
        yield Notice(notice)
        for event in self._answer(asked, replace(sought, filters=limits), clock, name):
            if isinstance(event, AnswerReady):
                event = AnswerReady(replace(event.answer, notices=(notice, *event.answer.notices)))
            yield event

    def _answer(self, asked: Question, sought: Question, clock: _Clock, name: str) -> Iterator[Event]:
        """Answer a question for the library, by records, by sentences, or with what there is instead.

        `sought` is the question as the library is asked it.
        """
        builder = AnswerBuilder(self._article)
        sides = _name_sides(sought)
        if wants_tabling(sought, sides):
            table = self._tabulate(replace(sought, aspects=list_aspects(sought, sides)), sides, clock)
            if table.table is not None:
                yield AnswerReady(table)
                return
        hits = self.search(sought)
        records = self._ask_records(asked, replace(sought, subjects=sides), hits)
        partial = records is not None and bool(records.missing) and is_told_in_words(sought)
        if partial or wants_no_number(sought):
            # Figures of some of the places only, or of something else than is asked: sentences tell it.
            records = None
        rankings = self._rank_beside(sought, records, hits)
        if rankings and records is not None and all(is_outdone(each, records.claims) for each in rankings.values()):
            records = None
        evidence = self._gather(sought, records, hits)
        clock.note("evidence")
        yield EvidenceReady(tuple(evidence), clock.times["evidence"])
        if records is not None and records.claims:
            yield from self._say(records.claims, (), builder, clock)
            if builder.sentences:
                untold = find_untold(rankings, records.claims) if len(rankings) > 1 else []
                yield from self._say([self._quote(candidate) for candidate in untold], (), builder, clock)
                yield AnswerReady(self._finish(self._from_records(records, sought, builder), asked, clock, EXTRACTIVE))
                return
            # None of the records' claims held: the sentences may still answer.
            evidence = self._gather(sought, None, hits)
        enough = judge_evidence(sought, evidence, hits, self._article, self.library.knowledge)
        if records is not None and not records.claims and settles(records.refusal, sought, enough):
            yield AnswerReady(self._finish(self._from_records(records, sought, builder), asked, clock, EXTRACTIVE))
            return
        premise = None if enough.sufficient else find_false_premise(sought, evidence, self._auditor())
        if premise is not None:
            # No reason is told for what did not happen; what happened instead is.
            evidence = [item for item in evidence if item.quote == premise]
        elif not enough.sufficient:
            refusal = self._refuse(sought, enough, records, builder)
            yield AnswerReady(self._finish(refusal, asked, clock, EXTRACTIVE))
            return
        likely = [one for one in records.likely() if one.share >= _LIKELY] if records is not None else []
        yield from self._compose(asked, sought, evidence, builder, clock, name, likely)

    def read(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        today: dt.date | None = None,
        filters: Filters | None = None,
        period: Period | str | None = None,
    ) -> Question:
        """Make a question stand alone, and understand it; what was asked for explicitly wins over what it says."""
        knowledge = self.library.knowledge
        day = today or dt.date.today()
        gazetteer, vocabulary = knowledge.gazetteer, knowledge.vocabulary
        standalone = question
        if history:
            standalone = condense(question, history, day, gazetteer, vocabulary, find_periods, self._belongs)
        asked = understand(question, standalone, day, gazetteer, vocabulary, find_periods, self._near())
        if filters is not None and not filters.empty:
            asked = _settle(asked, filters=_join_filters(asked.filters, filters))
        wanted = _read_period(period, day)
        if wanted is not None:
            asked = _settle(asked, period=wanted, periods=(wanted,))
        return asked

    def search(self, asked: Question, top_k: int = _CANDIDATES) -> list[Hit]:
        """Return hits for a question; several subjects, and the sides of a comparison, get an equal share each."""
        sides = find_sides(asked.standalone) if asked.kind == "comparison" and len(asked.subjects) < 2 else ()
        if sides:
            share = max(3, top_k // len(sides))
            hits = [hit for side in sides for hit in self.library.search(side, share, asked.filters)]
            return list({hit.passage_id: hit for hit in hits}.values())
        if len(asked.subjects) < 2:
            return self._seek(asked, top_k)
        share = max(3, top_k // len(asked.subjects))
        found: dict[int, Hit] = {}
        for hit in self.library.search(asked.standalone, share, asked.filters):
            found.setdefault(hit.passage_id, hit)
        for subject in asked.subjects:
            others = [other.name for other in asked.subjects if other.key != subject.key]
            words = asked.standalone
            for other in others:
                words = words.replace(other, " ")
            for hit in self.library.search(f"{subject.name} {words}", share, asked.filters):
                found.setdefault(hit.passage_id, hit)
        return list(found.values())

    def _seek(self, asked: Question, top_k: int) -> list[Hit]:
        """Return hits for a question; in English, articles that hold the Chinese names it gives come first.

        Meaning is compared across languages only roughly, and most English words stand in no Chinese article.
        """
        given = [name for name in given_names(asked.standalone) if name in asked.names]
        if not given:
            return self.library.search(asked.standalone, top_k, asked.filters)
        hits = self.library.search(asked.standalone, _WIDER * top_k, asked.filters)
        hits += self.library.search(" ".join(given), top_k, asked.filters)
        texts = {hit.doc_id: fold(self._article(hit.doc_id, hit.version).text) for hit in hits}
        held = {doc_id: sum(fold(name) in text for name in given) for doc_id, text in texts.items()}
        best = {hit.doc_id: hit for hit in reversed(hits)}
        return sorted(best.values(), key=lambda hit: (-held[hit.doc_id], -hit.score))[:top_k]

    def compare(
        self,
        subjects: Sequence[str],
        aspects: Sequence[str] = (),
        *,
        period: Period | str | None = None,
        today: dt.date | None = None,
        language: Language = "zh",
    ) -> Iterator[Event]:
        """Answer with a table of subjects and aspects, a citation in every cell."""
        clock = _Clock()
        asked = self.read(replies.tell_comparison(subjects, aspects, language), today=today, period=period)
        asked = replace(asked, kind="comparison", aspects=tuple(aspects), language=language)
        regions = [self._region(name) for name in subjects]
        yield AnswerReady(self._tabulate(asked, regions, clock))

    def check(self, draft: Path, date: dt.date | None = None) -> CheckedDraft:
        """Judge a user's own text sentence by sentence; raises `SourceError` for a file that cannot be read."""
        return number_report(check_file(str(draft), self.library, date), self.library)

    def models(self) -> list[ModelState]:
        """Return the models that can be chosen, and whether each is ready."""
        return list_models(self.settings)

    def try_model(self, name: str) -> str:
        """Ask a model for one word and return what it said; raises `YinzhengError` that says what is wrong."""
        return try_out(name, self.settings)

    def over_articles(self, articles: Sequence[dict[str, Any]]) -> Assistant:
        """Return an assistant over these articles alone, in memory."""
        from index.given import make_given_library

        return Assistant(make_given_library(self.library, articles), self.settings, self._model)

    # ── steps ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _belongs(self, question: str, words: str) -> bool:
        """Say whether what is found for a question speaks of some words too, whole or word by word."""
        for hit in self.library.search(question, _FOUND_FIRST):
            start = max(0, hit.span.start - _AROUND)
            if speaks_of(self._article(hit.doc_id, hit.version).text[start : hit.span.end + _AROUND], words):
                return True
        return False

    def _near(self) -> list[str]:
        """Return the keys of the places that the library is about, which settle a name that several places bear."""
        gazetteer = self.library.knowledge.gazetteer
        return [region.key for name in self.library.catalog.region_names() for region in gazetteer.resolve(name)]

    def _put_in_chinese(self, asked: Question) -> Question:
        """Return a question as the library is asked it: in Chinese, and without the currency that is wanted besides."""
        if asked.in_chinese is None:
            return asked
        wish = read_wish(asked.standalone)
        return asked.in_chinese if wish is None else self.read(wish.rest, today=asked.today).in_chinese or asked

    def _ask_records(self, asked: Question, sought: Question, hits: Sequence[Hit]) -> FigureAnswer | None:
        source, known = LibraryFigures(self.library, sought.filters.doc_ids), self.library.knowledge
        found = tuple(dict.fromkeys(hit.doc_id for hit in hits))

        def ask(question: Question) -> FigureAnswer | None:
            return answer_from_figures(question, source, known.vocabulary, found, known.gazetteer, self.reader, seek)

        def seek(text: str) -> tuple[Question, tuple[str, ...]]:
            side = replace(self.read(text, today=sought.today), filters=sought.filters)
            return side, tuple(dict.fromkeys(hit.doc_id for hit in self.search(side)))

        wish = read_wish(asked.standalone)
        if wish is None:
            return ask(sought)
        asked = replace(asked if asked.in_chinese else sought, in_chinese=sought if asked.in_chinese else None)
        return answer_in_currency(wish, asked, self.library, source, known.vocabulary, ask, found)

    @cached_property
    def reader(self) -> SpanReader | None:
        """The trained reader of numbers and sentences, opened at the first question; None where it is off or absent."""
        reader = open_reader(self.library.settings) if self.settings.answer.reader else None
        return SpanReader(reader) if reader else None

    def _gather(self, asked: Question, records: FigureAnswer | None, hits: Sequence[Hit]) -> list[Evidence]:
        """Return what is shown before the first sentence: the records' own quotes first."""
        if records is not None and records.claims:
            return [self._as_evidence(number, claim) for number, claim in enumerate(records.claims, 1) if claim.quotes]
        library = self.library
        return choose_evidence(
            asked,
            hits,
            self._article,
            library.knowledge,
            self.settings.answer.evidence_tokens,
            library.encoder,
            reader=self.reader,
        )

    def _rank_beside(
        self, asked: Question, records: FigureAnswer | None, hits: Sequence[Hit]
    ) -> dict[str, list[Candidate]]:
        """Return how sentences answer what records answer by a number whose name the vocabulary does not know."""
        alone = asked.kind == "figure" and not is_named(asked)
        if records is None or not records.claims or records.aside or self.reader is None or not alone:
            return {}
        library = self.library
        return rank_each(asked, hits, self._article, library.knowledge, library.encoder, self.reader)

    def _quote(self, candidate: Candidate) -> Claim:
        article, span = candidate.article, candidate.span
        context = find_context(article, span, self.library.knowledge.gazetteer)
        return Claim(span.of(article.text), (Quote(article.doc_id, article.version, span, context),), "exact")

    def _as_evidence(self, number: int, claim: Claim) -> Evidence:
        quote = claim.quotes[0]
        article = self._article(quote.doc_id, quote.version)
        return Evidence(
            number, quote, quote.span.of(article.text), 1.0, article.title, article.date, article.description.regions,
            claim.figures,
        )  # fmt: skip

    def _say(
        self, claims: Iterable[Claim | Removed], evidence: Sequence[Evidence], builder: AnswerBuilder, clock: _Clock
    ) -> Iterator[Event]:
        """Audit claims one at a time and say those that hold."""
        for outcome in audited(claims, self._auditor(), evidence):
            if isinstance(outcome, Removed):
                builder.removed.append(outcome)
                continue
            yield from self._show(outcome, builder, clock)

    def _show(self, claim: Claim, builder: AnswerBuilder, clock: _Clock) -> Iterator[Event]:
        known = len(builder.citations)
        sentence = builder.add(claim)
        clock.note("first_sentence", once=True)
        yield SentenceReady(sentence, tuple(builder.citations[known:]))

    def _auditor(self) -> Auditor:
        knowledge = self.library.knowledge
        reader = claim_reader_of(self.library) if self.settings.answer.reader else None
        return Auditor(self._article, knowledge.gazetteer, knowledge.vocabulary, meaning_of(self.library), reader)

    def _compose(
        self,
        asked: Question,
        sought: Question,
        evidence: Sequence[Evidence],
        builder: AnswerBuilder,
        clock: _Clock,
        name: str,
        likely: Sequence[Likely],
    ) -> Iterator[Event]:
        """Word the evidence, or quote it: what the source tells point by point the small local model only shortens.

        Of `likely` numbers those that the quotes hold are listed as what was asked for: they are shown anyway.
        """
        notices: list[str] = []
        worded_by = name
        # The audit has judged it already: it says whether the sources carry what was asked.
        for claim in open_with_verdict(sought, evidence, self._auditor()):
            yield from self._show(claim, builder, clock)
        opened = len(builder.sentences)
        if name != EXTRACTIVE and not (name == LOCAL and wants_list(asked) and asked.language == "zh"):
            try:
                model = self._model or load_model(name, self.settings)
                if model.leaves_machine:
                    notices.append(replies.say("leaves_machine", asked.language, model=name))
                    yield Notice(notices[-1])
                draft = compose_with_model(asked, evidence, _TimedModel(model, clock), self._auditor())
                yield from self._say(draft, evidence, builder, clock)
            except ModelError as error:
                notices.append(replies.say("model_failed", asked.language, model=name, why=error.message))
                yield Notice(notices[-1])
        if len(builder.sentences) == opened:
            # No model, or one of which nothing survived: the evidence itself, quoted.
            worded_by = EXTRACTIVE
            if asked.language == "en" and any(_HAN.search(item.text) for item in evidence):
                notices.append(replies.say("quoted", asked.language))
                yield Notice(notices[-1])
            limit = self.settings.answer.sentences
            yield from self._say(compose_extractive(sought, evidence, limit), evidence, builder, clock)
        builder.add_likely(one.numbers for one in likely)
        conflicts = self._find_conflicts(sought, evidence, builder)
        answer = replace(self._from_sentences(sought, builder), notices=tuple(notices), conflicts=conflicts)
        yield AnswerReady(self._finish(answer, asked, clock, worded_by))

    def _find_conflicts(
        self, asked: Question, evidence: Sequence[Evidence], builder: AnswerBuilder
    ) -> tuple[Conflict, ...]:
        """Return what the sources behind the answer say differently, each with its citation."""
        differing = find_disagreement(evidence)
        if not any(builder.is_cited(item.quote) for item in differing):
            return ()
        subject = (*asked.names, *(region.name for region in asked.subjects), "")[0]
        values = tuple((item.text, item.quote) for item in differing)
        return builder.number_conflicts(
            [QuotedConflict(subject, replies.say("account", asked.language), asked.period, values)]
        )

    def _tabulate(self, asked: Question, subjects: Sequence[Region], clock: _Clock) -> Answer:
        source, knowledge = LibraryFigures(self.library, asked.filters.doc_ids), self.library.knowledge

        def find(words: str, region: Region) -> list[Evidence]:
            known = not region.key.startswith(NAMED)
            narrowed = replace(asked, standalone=words, subjects=(region,) if known else (), kind="fact")
            hits = self._search_of(words, asked)
            if not known:
                hits = self._of_subject(hits, region.name)
            return choose_evidence(narrowed, hits, self._article, knowledge, 320, self.library.encoder)

        comparison = Comparison(tuple(subjects), asked.aspects, asked.period, asked.language, asked.today)
        draft = compare_subjects(comparison, Sources(source, knowledge.vocabulary, find))
        clock.note("evidence")
        answer = finish_table(draft, asked, AnswerBuilder(self._article), self._auditor())
        return self._finish(answer, asked, clock, EXTRACTIVE)

    def _search_of(self, words: str, asked: Question) -> list[Hit]:
        """Return hits; where a period is asked for, of articles of that time, of a while after, or without a day."""
        if asked.period is None:
            return self.library.search(words, _CANDIDATES, asked.filters)
        until = asked.period.end + _TOLD_LATER
        told = replace(asked.filters, date_from=asked.period.start, date_to=until)
        undated = [hit for hit in self.library.search(words, _CANDIDATES, asked.filters) if hit.date is None]
        return [*self.library.search(words, _CANDIDATES, told), *undated]

    def _region(self, name: str) -> Region:
        """Return the place of a name; any other subject (a company, a policy) stands as a place of its own."""
        known = self.library.knowledge.gazetteer.resolve(name, self._near())
        return known[0] if known else _stand_for(name)

    def _of_subject(self, hits: Sequence[Hit], name: str) -> list[Hit]:
        """Return the hits that name a subject no map knows; of none, those of the article called most like it."""
        named = fold(name)
        literal = [
            hit
            for hit in hits
            if named in fold(self._article(hit.doc_id, hit.version).title) or named in fold(hit.text)
        ]
        if literal or len(named) < _LONG_NAME:
            return literal
        # A place stands in many titles, and 云栖科技公司 is not 临江科技公司: what is left of a name tells its article.
        places = [mention.span for mention in self.library.knowledge.gazetteer.find(name)]
        bare = "".join(char for at, char in enumerate(named) if not any(s.start <= at < s.end for s in places))
        titles = {hit.doc_id: fold(self._article(hit.doc_id, hit.version).title) for hit in hits}
        likeness = {doc_id: overlap(bare, title) for doc_id, title in titles.items() if named[:2] in title}
        best = max(likeness, key=lambda doc_id: likeness[doc_id], default=None)
        return [hit for hit in hits if hit.doc_id == best] if best and likeness[best] >= _TITLED else []

    # ── answers ───────────────────────────────────────────────────────────────────────────────────────────────

    def _from_records(self, records: FigureAnswer, asked: Question, builder: AnswerBuilder) -> Answer:
        conflicts = builder.number_conflicts(
            [QuotedConflict(c.subject, c.metric, c.period, c.values) for c in records.conflicts]
        )
        if records.refusal is not None:
            return self._refuse(asked, Sufficiency(False, records.refusal.reason), records, builder)
        answer = self._from_sentences(asked, builder)
        return replace(answer, conflicts=conflicts, missing=records.missing)

    def _from_sentences(self, asked: Question, builder: AnswerBuilder) -> Answer:
        if not builder.sentences:
            return builder.refuse(asked, "unsupported", replies.say("unsupported", asked.language), ())
        return builder.finish(asked, as_list=asked.kind in ("list", "summary", "how", "comparison"))

    def _refuse(
        self, asked: Question, enough: Sufficiency, records: FigureAnswer | None, builder: AnswerBuilder
    ) -> Answer:
        reason, text, nearest = enough.reason, replies.say(enough.reason, asked.language), enough.nearest
        if records is not None and records.refusal is not None and (is_named(asked) or reason == "no_rate"):
            reason, nearest = records.refusal.reason, records.refusal.nearest or nearest
            # Our own words hold no number and no name: those stand in the nearest claims, with citations.
            text = replies.say(reason, asked.language)
        held = [claim for claim in audited(nearest, self._auditor()) if isinstance(claim, Claim)]
        return builder.refuse(asked, reason, text, held)

    def _finish(self, answer: Answer, asked: Question, clock: _Clock, model: str) -> Answer:
        clock.note("total")
        counts = self.library.catalog.count_articles()
        return replace(
            answer,
            question=asked.text,
            standalone_question=asked.standalone,
            language=asked.language,
            coverage=Coverage(self.library.catalog.latest_date(), counts),
            model=model,
            settings=self.settings.fingerprint(),
            timings=dict(clock.times),
        )

    def article(self, doc_id: str, version: int | None = None) -> Article:
        """Return an article version, for showing a citation."""
        return self.library.article(doc_id, version)


class _Clock:
    """Seconds since the question, by step."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self.times: dict[str, float] = {}

    def note(self, step: str, *, once: bool = False) -> None:
        """Note that a step is reached."""
        if not once or step not in self.times:
            self.times[step] = time.perf_counter() - self._started


class _TimedModel:
    """A model that notes when its first words came."""

    def __init__(self, model: Model, clock: _Clock) -> None:
        self._model, self._clock = model, clock
        self.name, self.leaves_machine = model.name, model.leaves_machine

    def stream(self, messages: Any, max_tokens: int) -> Iterator[str]:
        """Pass the model's words on."""
        for piece in self._model.stream(messages, max_tokens):
            self._clock.note("engine_first_token", once=True)
            yield piece


def _settle(asked: Question, **said: Any) -> Question:
    """Return a question with what was asked for explicitly, in both of its wordings."""
    chinese = replace(asked.in_chinese, **said) if asked.in_chinese else None
    return replace(asked, in_chinese=chinese, **said)


def _name_sides(asked: Question) -> tuple[Region, ...]:
    """Return what a question is about, of a comparison of things that no map knows those things."""
    if asked.subjects or asked.kind != "comparison":
        return asked.subjects
    return tuple(_stand_for(name) for name in asked.names)


def _stand_for(name: str) -> Region:
    """Return a subject that no map knows (a company, a policy) as a place of its own."""
    return Region(f"{NAMED}{name}", name, "片区")


def _read_period(period: Period | str | None, today: dt.date) -> Period | None:
    return demand_period(period, today) if isinstance(period, str) else period


def _join_filters(one: Filters, other: Filters) -> Filters:
    """Return what both let through; where both name something, the explicit one (`other`) wins."""
    return Filters(
        regions=other.regions or one.regions,
        date_from=other.date_from or one.date_from,
        date_to=other.date_to or one.date_to,
        doc_ids=other.doc_ids or one.doc_ids,
        publishers=other.publishers or one.publishers,
        kinds=other.kinds or one.kinds,
    )
