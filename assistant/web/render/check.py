"""A checked draft: each sentence coloured by verdict, what differs beside it, its sources one click away."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from assistant.types import CheckedDraft, CheckedSentence, Language
from assistant.web.render.answer import make_cite, render_refs
from assistant.web.render.inline import Cite
from assistant.web.render.safe import join, show
from assistant.web.texts import say


def render_checked(draft: CheckedDraft, language: Language) -> Markup:
    """Return summary, sentences and sources."""
    cite = make_cite(draft.citations, language)
    counts = Counter(sentence.verdict for sentence in draft.sentences)
    summary = say(
        language,
        "check.summary",
        supported=counts["supported"],
        contradicted=counts["contradicted"],
        not_found=counts["not_found"],
    )
    return Markup(
        '<div class="citing"><p class="summary">{}</p><ol class="checked">{}</ol><h3 class="refs-head">{}</h3>'
        '<ol class="refs">{}</ol></div>'
    ).format(
        summary,
        join(_render_sentence(sentence, cite, language) for sentence in draft.sentences),
        say(language, "answer.sources"),
        render_refs(draft.citations, language),
    )


def _render_sentence(sentence: CheckedSentence, cite: Cite, language: Language) -> Markup:
    verdict = say(language, f"check.{sentence.verdict}")
    differs = join(
        Markup("<li><b>{}</b> <del>{}</del> → <ins>{}</ins></li>").format(
            say(language, f"fault.{kind}"), show(said or "—"), show(source or "—")
        )
        for said, source, kind in (sentence.differs if sentence.verdict == "contradicted" else ())
    )
    return Markup(
        '<li class="{}"><p><span class="off">{}：</span>{}{}</p><span class="verdict" aria-hidden="true">{}</span>'
        '<ul class="differs">{}</ul></li>'
    ).format(
        sentence.verdict, verdict, show(sentence.text), join(cite(n) for n in sentence.citations), verdict, differs
    )
