"""The library view: upload, report, filters, the list of articles."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant.types import Language
from assistant.web.complaints import tell_failure
from assistant.web.faces import ArticleRow, IngestOutcome, LibraryState
from assistant.web.render.notes import translate_note
from assistant.web.render.pieces import load_piece
from assistant.web.render.safe import flatten, join, show, show_date
from assistant.web.render.shell import render_first_run
from assistant.web.render.views import plain_texts, render_kinds
from assistant.web.texts import say

# More are not read; the same files can be uploaded again.
_FAILURES_SHOWN = 100


def render_library(state: LibraryState, samples: bool, language: Language) -> Markup:
    """Return the view; an empty library explains itself in three steps."""
    shown = render_first_run(samples, language) if state.articles == 0 else Markup("")
    return load_piece("library").format(first=shown, kinds=render_kinds(language), **plain_texts(language, "library"))


def render_rows(rows: Sequence[ArticleRow], language: Language) -> Markup:
    """Return rows of the list; each opens its article."""
    if not rows:
        return Markup('<li class="hint">{}</li>').format(say(language, "library.none"))
    return join(_render_row(row, language) for row in rows)


def _render_row(row: ArticleRow, language: Language) -> Markup:
    facts = [show_date(row.date, say(language, "source.undated"))]
    facts += [Markup("<span>{}</span>").format(show(row.publisher))] if row.publisher else []
    facts += [Markup('<span class="region">{}</span>').format(show(region)) for region in row.regions[:3]]
    facts.append(Markup("<span>{}</span>").format(say(language, f"kind.{row.kind}")))
    given = say(language, "library.given", characters=f"{row.characters:,}", passages=row.passages, figures=row.figures)
    facts.append(Markup("<span>{}</span>").format(given))
    notes = join(
        Markup('<span class="note">{}</span>').format(show(translate_note(note, language))) for note in row.notes[:3]
    )
    return Markup(
        '<li class="article" data-doc="{0}" data-version="{1}" data-title="{2}" data-date="{3}" data-publisher="{4}"'
        ' data-regions="{5}"><button type="button" class="open"><span class="title">{6}</span>'
        '<span class="facts">{7}{8}</span></button>'
        '<button type="button" class="mini" data-do="correct" aria-label="{9}：{2}">✎</button>'
        '<button type="button" class="mini" data-do="remove" aria-label="{10}：{2}">×</button></li>'
    ).format(
        row.doc_id,
        row.version,
        row.title,
        row.date.isoformat() if row.date else "",
        row.publisher or "",
        "、".join(row.regions),
        show(row.title),
        join(facts),
        notes,
        say(language, "library.correct"),
        say(language, "library.remove"),
    )


def render_outcome(outcome: IngestOutcome | None, language: Language) -> Markup:
    """Return what an ingest did, each failure in plain words; None where it was cancelled."""
    if outcome is None:
        return Markup('<p class="notice">{}</p>').format(say(language, "library.cancelled"))
    failed = join(
        Markup('<li title="{}"><b>{}</b> {}</li>').format(
            flatten(message), show(name), show(tell_failure(code, message, language))
        )
        for name, code, message in outcome.failed[:_FAILURES_SHOWN]
    )
    line = say(
        language,
        "library.outcome",
        added=outcome.added,
        updated=outcome.updated,
        unchanged=outcome.unchanged,
        failed=len(outcome.failed),
    )
    listed = Markup('<ul class="failures">{}</ul>').format(failed) if outcome.failed else ""
    return Markup('<p class="outcome">{}</p>{}').format(line, listed)
