"""The source panel: the clean text of an article with its citations and their context marked."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant.types import Language
from assistant.web.faces import Relative
from assistant.web.render.marks import Mark, Segment, cut_segments, fit_marks, split_paragraphs
from assistant.web.render.notes import translate_note
from assistant.web.render.safe import join, show, show_date, show_link
from assistant.web.texts import say
from index.types import Article, Span

# The strongest mark decides how a segment looks; the others are still named in its attributes.
_STRENGTH = ("active", "cited", "context", "figure")


def render_article(
    article: Article, marks: Sequence[Mark], language: Language, relatives: Sequence[Relative] = ()
) -> Markup:
    """Return the article with `marks`; each number's first segment carries the id to which the panel scrolls."""
    placed = sorted(fit_marks(marks, len(article.text)), key=lambda mark: (mark.span.start, mark.span.end))
    return Markup('<article class="source" data-doc="{}" data-version="{}" lang="{}">{}{}{}{}</article>').format(
        article.doc_id,
        article.version,
        "zh-Hant" if article.description.script == "Hant" else "zh-Hans",
        _render_head(article, placed, language),
        _render_notes(article, relatives, language),
        _render_text(article, placed),
        _render_removed(article, language),
    )


def _render_head(article: Article, marks: Sequence[Mark], language: Language) -> Markup:
    about = article.description
    facts = [show_date(about.date, say(language, "source.undated"))]
    if about.publisher:
        facts.append(Markup("<span>{}</span>").format(show(about.publisher)))
    facts.extend(Markup('<span class="region">{}</span>').format(show(region)) for region in about.regions[:4])
    facts.append(Markup("<span>{}</span>").format(say(language, f"kind.{about.kind}")))
    link = show_link(about.url, say(language, "source.link"))
    if link:
        facts.append(link)
    return Markup('<header><h2>{}</h2><p class="facts">{}</p>{}</header>').format(
        show(article.title), join(facts), _render_settles(article, marks, language)
    )


def _render_settles(article: Article, marks: Sequence[Mark], language: Language) -> Markup:
    """Return buttons that lead to the words which settle period, subject or unit of the active citation."""
    buttons = join(
        Markup('<li><button type="button" data-at="{}">{}：{}</button></li>').format(
            number, say(language, f"role.{mark.role}"), show(mark.span.of(article.text)[:40])
        )
        for number, mark in enumerate(mark for mark in marks if mark.kind == "context")
    )
    return Markup('<ul class="settles">{}</ul>').format(buttons) if buttons else Markup("")


def _render_notes(article: Article, relatives: Sequence[Relative], language: Language) -> Markup:
    notes = [show(translate_note(note, language)) for note in article.notes]
    if not article.live:
        notes.insert(0, show(say(language, "source.old_version", version=article.version)))
    notes += [_render_relative(relative, language) for relative in relatives]
    if not notes:
        return Markup("")
    return Markup('<ul class="notes">{}</ul>').format(join(Markup("<li>{}</li>").format(note) for note in notes))


def _render_relative(relative: Relative, language: Language) -> Markup:
    return Markup('{}<button type="button" class="text-link" data-open="{}">{}</button> {}').format(
        say(language, f"source.{relative.kind}"),
        relative.doc_id,
        show(relative.title),
        show_date(relative.date, say(language, "source.undated")),
    )


def _render_text(article: Article, marks: Sequence[Mark]) -> Markup:
    headings = _find_headings(article)
    seen: set[int] = set()
    paragraphs, first = [], 0
    for span in split_paragraphs(article.text):
        # Marks and paragraphs are both in order: those that ended before this paragraph are never looked at again.
        while first < len(marks) and marks[first].span.end <= span.start:
            first += 1
        inside = [mark for mark in marks[first:] if mark.span.overlaps(span)] if first < len(marks) else []
        level = headings.get(span.of(article.text).strip())
        tag = Markup("h3") if level is not None else Markup("p")
        body = join(_render_segment(article.text, segment, seen) for segment in cut_segments(span, inside))
        paragraphs.append(Markup('<{0} class="{1}">{2}</{0}>').format(tag, _class_of(span, article), body))
    return Markup('<div class="text" dir="auto">{}</div>').format(join(paragraphs))


def _find_headings(article: Article) -> dict[str, int]:
    return {words.strip(): depth for section in article.sections for depth, words in enumerate(section.heading)}


def _class_of(span: Span, article: Article) -> str:
    inside = next((s.kind for s in article.sections if s.kind == "table" and s.span.overlaps(span)), "text")
    return "row" if inside == "table" else "para"


def _render_segment(text: str, segment: Segment, seen: set[int]) -> Markup:
    words = show(segment.span.of(text))
    if not segment.marks:
        return words
    kinds = {mark.kind for mark in segment.marks}
    strongest = next(kind for kind in _STRENGTH if kind in kinds)
    numbers = sorted({mark.n for mark in segment.marks if mark.n is not None and mark.kind != "context"})
    roles = sorted({mark.role for mark in segment.marks if mark.role})
    new = [n for n in numbers if n not in seen]
    seen.update(new)
    labels = join(Markup('<sup class="at" id="at-{0}">{0}</sup>').format(n) for n in new)
    return Markup('<mark class="{}" data-numbers="{}" data-roles="{}">{}{}</mark>').format(
        strongest, " ".join(map(str, numbers)), " ".join(roles), labels, words
    )


def _render_removed(article: Article, language: Language) -> Markup:
    if not article.removed:
        return Markup("")
    items = join(
        Markup("<li><b>{}</b> {}</li>").format(say(language, f"removed.{removal.reason}"), show(removal.text[:600]))
        for removal in article.removed[:60]
    )
    return Markup('<details class="removed"><summary>{}</summary><ul>{}</ul></details>').format(
        say(language, "source.removed", count=len(article.removed)), items
    )
