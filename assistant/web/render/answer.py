"""One turn of a conversation: question, evidence cards, audited prose, figures, conflicts, what is missing, sources."""

from __future__ import annotations

import json
from collections.abc import Sequence

from markupsafe import Markup

from assistant.export.words import name_period, tell_without_table
from assistant.types import Answer, Citation, Conflict, Derivation, Evidence, Language, Missing, Sentence
from assistant.web.render.chart import render_table_charts
from assistant.web.render.figures import plain, render_figure_card, show_metric, show_period
from assistant.web.render.inline import Cite, render_markdown
from assistant.web.render.models import name_model
from assistant.web.render.safe import flatten, join, show, show_date
from assistant.web.render.table import render_table
from assistant.web.texts import say
from index.types import Figure

_ALL_TOOLS = ("copy", "retry", "edit", "up", "down", "word", "excel", "markdown")
# What an unfinished turn offers.
_AGAIN = ("retry", "edit")
# Characters of a quote that stand beside the title in the list of sources.
_REF_WORDS = 80
_SIGNS = {
    "sum": "＋",
    "difference": "－",
    "ratio": "÷",
    "growth": "→",
    "share": "÷",
    "mean": "，",
    "ranking": "，",
    "conversion": "×",
}


def make_cite(citations: Sequence[Citation], language: Language) -> Cite:
    """Return the function that renders `[n]`; a number without a citation stays text."""
    titles = {citation.n: citation.title for citation in citations}

    def cite(n: int) -> Markup:
        if n not in titles:
            return Markup("[{}]").format(n)
        label = say(language, "answer.cite", n=n, title=flatten(titles[n]))
        return Markup('<button type="button" class="cite" data-n="{0}" aria-label="{1}">{0}</button>').format(n, label)

    return cite


def render_turn(turn: str, question: str, body: Markup) -> Markup:
    """Return the frame of a turn; `body` is what `render_answer` gave, or empty while it streams."""
    return Markup(
        '<article class="turn citing" data-turn="{}"><h2 class="asked">{}</h2><div class="turn-evidence"></div>'
        '<div class="turn-body" aria-busy="{}">{}</div></article>'
    ).format(turn, show(question), "false" if body else "true", body or _STREAMING_BODY)


_STREAMING_BODY = Markup(
    '<div class="turn-notices"></div><div class="prose"><p class="streamed"></p></div><ol class="refs"></ol>'
)


def render_evidence(evidence: Sequence[Evidence], seconds: float, language: Language) -> Markup:
    """Return the cards that show what was found before the first sentence is there."""
    cards = join(_render_card(item, language) for item in evidence)
    summary = say(language, "answer.evidence", count=len(evidence), seconds=f"{seconds:.2f}")
    return Markup('<details open><summary>{}</summary><ol class="cards">{}</ol></details>').format(summary, cards)


def _render_card(item: Evidence, language: Language) -> Markup:
    spot = spot_attributes(
        0,
        item.quote.doc_id,
        item.quote.version,
        item.quote.span.start,
        item.quote.span.end,
        [(c.span.start, c.span.end, c.role) for c in item.quote.context],
    )
    return Markup(
        '<li><button type="button" class="card ref" {}><span class="card-title">{}</span>'
        '<span class="facts">{}{}</span><span class="card-text">{}</span></button></li>'
    ).format(
        spot,
        show(item.title),
        show_date(item.date, say(language, "source.undated")),
        join(Markup('<span class="region">{}</span>').format(show(region)) for region in item.regions[:2]),
        show(item.text),
    )


def spot_attributes(
    n: int, doc_id: str, version: int, start: int, end: int, context: Sequence[tuple[int, int, str]]
) -> Markup:
    """Return the attributes that tell the page what to open: article, version, span and context spans."""
    return Markup('data-n="{}" data-doc="{}" data-version="{}" data-start="{}" data-end="{}" data-context="{}"').format(
        n, doc_id, version, start, end, json.dumps([list(item) for item in context])
    )


def render_sentence(sentence: Sentence, cite: Cite, language: Language) -> Markup:
    """Return one audited sentence with its citation buttons and, where it was computed, the arithmetic."""
    arithmetic = render_derivation(sentence.derivation, language) if sentence.derivation else Markup("")
    return Markup('<span class="sentence">{}{}{}</span> ').format(
        show(sentence.text), join(cite(n) for n in sentence.citations), arithmetic
    )


def render_derivation(derivation: Derivation, language: Language) -> Markup:
    """Return the arithmetic of a derived number: 2100亿元 － 1800亿元 = 300亿元."""
    sign = _SIGNS.get(derivation.operation, "，") if not _divides(derivation) else "÷"
    operands = f" {sign} ".join(f"{plain(operand.value)}{operand.unit or ''}" for operand in derivation.operands)
    return Markup('<span class="arithmetic" title="{}">{} = {}{}</span>').format(
        say(language, f"operation.{derivation.operation}"), operands, plain(derivation.value), derivation.unit or ""
    )


def _divides(derivation: Derivation) -> bool:
    """Say whether a conversion divides by its rate: yuan by 元/美元, and not dollars by it."""
    if derivation.operation != "conversion":
        return False
    amount, rate = (operand.unit or "" for operand in derivation.operands)
    return not amount.endswith(rate.rpartition("/")[2].lstrip("0123456789"))


def render_refs(citations: Sequence[Citation], language: Language) -> Markup:
    """Return the sources of an answer; the title of an article that was named just above is set back."""
    above = [None, *((citation.doc_id, citation.version) for citation in citations)]
    return join(
        render_ref(citation, language, again=(citation.doc_id, citation.version) == before)
        for citation, before in zip(citations, above, strict=False)
    )


def render_ref(citation: Citation, language: Language, *, again: bool = False) -> Markup:
    """Return one source of an answer: what the preview shows, and what a click opens."""
    spot = spot_attributes(
        citation.n,
        citation.doc_id,
        citation.version,
        citation.start,
        citation.end,
        [(context.span.start, context.span.end, context.role) for context, _ in citation.context],
    )
    settled = join(
        Markup("<li><span>{}</span> {}</li>").format(say(language, f"role.{context.role}"), show(words[:80]))
        for context, words in citation.context
    )
    return Markup(
        '<li class="ref" {}><button type="button" class="ref-open"><span class="ref-n">{}</span>'
        '<span class="ref-title{}">{}</span><span class="ref-words">{}</span><span class="facts">{}</span></button>'
        '<blockquote>{}</blockquote><ul class="settled">{}</ul></li>'
    ).format(
        spot,
        citation.n,
        " again" if again else "",
        show(citation.title),
        show(" ".join(citation.quote[:_REF_WORDS].split())),
        show_date(citation.date, say(language, "source.undated")),
        show(citation.quote),
        settled,
    )


def render_notice(text: str) -> Markup:
    """Return something the reader should know."""
    return Markup('<p class="notice" role="note">{}</p>').format(show(text))


def render_unfinished(text: str, language: Language) -> Markup:
    """Return what stands where an answer was stopped or failed: why, and the way to ask again."""
    return Markup('{}<div class="tools">{}</div>').format(render_notice(text), _render_tools(language, _AGAIN))


def render_queue(ahead: int, language: Language) -> Markup:
    """Return the place in the queue of the local model, with the answer that needs no queue on offer."""
    return Markup(
        '<p class="queue" role="status">{} <button type="button" class="button" data-do="extractive">{}</button></p>'
    ).format(say(language, "answer.queue", ahead=ahead), say(language, "answer.queue_offer"))


def render_answer(answer: Answer, language: Language) -> Markup:
    """Return the body of a finished turn."""
    cite = make_cite(answer.citations, language)
    refs = render_refs(answer.citations, language)
    return Markup(
        '<div class="turn-notices">{}</div>{}<div class="prose {}">{}</div>{}{}{}{}{}'
        '<h3 class="refs-head" {}>{}</h3><ol class="refs">{}</ol>{}'
    ).format(
        join(render_notice(notice) for notice in answer.notices),
        _render_refusal_head(answer, language),
        answer.kind,
        render_prose(answer, cite, language),
        _render_table(answer, cite, language),
        _render_figures(answer.figures, cite, language),
        join(_render_conflict(conflict, cite, language) for conflict in answer.conflicts),
        _render_missing(answer.missing, language),
        _render_removed(answer, language),
        Markup("") if answer.citations else Markup("hidden"),
        say(language, "answer.sources"),
        refs,
        _render_tail(answer, language),
    )


def render_prose(answer: Answer, cite: Cite, language: Language) -> Markup:
    """Return the words of the answer, and of a refusal with the nearest thing that there is."""
    parts = [render_markdown(tell_without_table(answer), cite)]
    parts.extend(
        Markup('<p class="worked">{}</p>').format(render_derivation(sentence.derivation, language))
        for sentence in answer.sentences
        if sentence.derivation is not None
    )
    if answer.refusal is not None and answer.refusal.text.strip() not in answer.text:
        parts.append(Markup('<div class="nearest">{}</div>').format(render_markdown(answer.refusal.text, cite)))
    return join(parts)


def _render_table(answer: Answer, cite: Cite, language: Language) -> Markup:
    if answer.table is None:
        return Markup("")
    return render_table(answer.table, cite, language) + render_table_charts(answer.table, language)


def _render_refusal_head(answer: Answer, language: Language) -> Markup:
    if answer.refusal is None:
        return Markup("")
    return Markup('<p class="refused"><span>{}</span></p>').format(say(language, f"refusal.{answer.refusal.reason}"))


def _render_figures(figures: Sequence[tuple[Figure, int]], cite: Cite, language: Language) -> Markup:
    if not figures:
        return Markup("")
    cards = join(render_figure_card(figure, cite(n), language) for figure, n in figures)
    return Markup('<ul class="figure-cards" aria-label="{}">{}</ul>').format(say(language, "answer.figures"), cards)


def _render_conflict(conflict: Conflict, cite: Cite, language: Language) -> Markup:
    values = join(
        Markup("<li><b>{}</b>{}</li>").format(show(value.text), cite(value.citation)) for value in conflict.values
    )
    return Markup('<section class="conflict" role="note"><h3>{}</h3><p>{} · {}{}</p><ul>{}</ul></section>').format(
        say(language, "answer.conflict"),
        show(conflict.subject),
        show_metric(conflict.metric, language),
        Markup(" · {}").format(show_period(conflict.period, language)) if conflict.period else "",
        values,
    )


def _render_missing(missing: Sequence[Missing], language: Language) -> Markup:
    if not missing:
        return Markup("")
    items = join(
        Markup("<li>{} <span>{}</span></li>").format(
            Markup(" · ").join(_name_missing(m, language)),
            say(language, f"refusal.{m.reason}"),
        )
        for m in missing
    )
    return Markup('<section class="missing"><h3>{}</h3><ul>{}</ul></section>').format(
        say(language, "answer.missing"), items
    )


def _name_missing(missing: Missing, language: Language) -> list[Markup]:
    named = [show(missing.subject)] if missing.subject else []
    named += [show_metric(missing.metric, language)] if missing.metric else []
    return named + ([show(name_period(missing.period, language))] if missing.period else [])


def _render_removed(answer: Answer, language: Language) -> Markup:
    if not answer.removed:
        return Markup("")
    items = join(
        Markup("<li><del>{}</del> <span>{}</span></li>").format(show(removed.text), show(removed.why))
        for removed in answer.removed
    )
    return Markup('<details class="taken-out"><summary>{}</summary><ul>{}</ul></details>').format(
        say(language, "answer.removed", count=len(answer.removed)), items
    )


def _render_tail(answer: Answer, language: Language) -> Markup:
    by = say(language, "answer.by", model=name_model(answer.model, language))
    facts = [say(language, "answer.quoted") if answer.model == "extractive" else by]
    if "total" in answer.timings:
        facts.append(say(language, "answer.seconds", seconds=f"{answer.timings['total']:.1f}"))
    if answer.coverage is not None and answer.coverage.latest is not None:
        facts.append(say(language, "answer.coverage", latest=answer.coverage.latest.isoformat()))
    return Markup('<p class="tail">{}</p><div class="tools">{}</div>').format(
        " · ".join(facts), _render_tools(language, _ALL_TOOLS)
    )


def _render_tools(language: Language, names: Sequence[str]) -> Markup:
    return join(
        Markup('<button type="button" class="tool" data-tool="{0}">{1}</button>').format(
            name, say(language, f"tool.{name}")
        )
        for name in names
    )
