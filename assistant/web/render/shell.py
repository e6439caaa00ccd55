"""The page around everything: navigation, the views, the source panel. Sent once; the rest comes in pieces."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.conversations import Conversation
from assistant.types import Language, ModelState
from assistant.web.faces import LibraryState
from assistant.web.render.models import name_model
from assistant.web.render.pieces import load_piece
from assistant.web.render.safe import join, show
from assistant.web.texts import list_section, say

VIEWS = ("ask", "compare", "figures", "check", "library", "settings")


@dataclass(frozen=True, slots=True)
class Shell:
    """What the first sight of the page needs; `assets` changes with every change of script or style."""

    language: Language
    state: LibraryState
    models: Sequence[ModelState]
    model: str
    conversations: Sequence[Conversation]
    examples: Sequence[str]
    views: Sequence[tuple[str, Markup]]
    assets: str
    theme: str = "auto"
    notice: str = ""
    samples: bool = False


def render_shell(shell: Shell) -> Markup:
    """Return the whole document."""
    words = shell.language
    return load_piece("document").format(
        lang="zh-CN" if words == "zh" else "en",
        theme=shell.theme,
        title=say(words, "page.title"),
        subtitle=say(words, "page.subtitle"),
        assets=shell.assets,
        skip=say(words, "page.skip"),
        nav=_render_nav(shell),
        ask=render_ask_view(shell),
        views=join(_render_view(name, body) for name, body in shell.views),
        source=_render_source_panel(words),
        back=say(words, "page.back"),
        save=say(words, "page.save"),
        texts=Markup(json.dumps(list_section(words, "script"), ensure_ascii=False).replace("<", "\\u003c")),
    )


def _render_view(name: str, body: Markup) -> Markup:
    return Markup('<section class="view" id="view-{0}" data-view="{0}" hidden tabindex="-1">{1}</section>').format(
        name, body
    )


def _render_nav(shell: Shell) -> Markup:
    words = shell.language
    links = join(
        Markup(
            '<a href="#/{0}" data-go="{0}" class="go"><svg aria-hidden="true"><use href="{3}#{0}"/></svg>{1}</a>{2}'
        ).format(view, say(words, f"page.{view}"), "", f"/ui/icons.svg?v={shell.assets}")
        for view in VIEWS
    )
    return load_piece("nav").format(
        menu=say(words, "page.menu"),
        nav=say(words, "page.nav"),
        title=say(words, "page.title"),
        subtitle=say(words, "page.subtitle"),
        links=links,
        new=say(words, "ask.new"),
        heading=say(words, "ask.conversations"),
        find=say(words, "ask.find_conversation"),
        list=render_conversations(shell.conversations, words),
        other="en" if words == "zh" else "zh",
        other_words=say(words, "page.other_language"),
        loopback=say(words, "page.loopback"),
        holds=render_holds(shell.state, words),
    )


def render_holds(state: LibraryState, language: Language) -> Markup:
    """Return how much the library holds, in one line."""
    holds = say(language, "page.holds", articles=state.articles, figures=state.figures)
    latest = say(language, "page.latest", latest=state.latest.isoformat()) if state.latest else ""
    return Markup("<span>{}</span> <span>{}</span>").format(holds, latest)


def render_conversations(conversations: Sequence[Conversation], language: Language) -> Markup:
    """Return the list of conversations."""
    return join(
        Markup(
            '<li data-conversation="{0}"><a href="#/ask/{0}" title="{1}">{1}</a>'
            '<button type="button" class="mini" data-do="rename" aria-label="{2}：{1}">✎</button>'
            '<button type="button" class="mini" data-do="delete" aria-label="{3}：{1}">×</button></li>'
        ).format(item.id, show(item.title), say(language, "ask.rename"), say(language, "ask.delete"))
        for item in conversations
    )


def render_ask_view(shell: Shell) -> Markup:
    """Return the chat: welcome, thread and composer."""
    words = shell.language
    return load_piece("ask").format(
        welcome=say(words, "ask.welcome"),
        text=say(words, "ask.welcome_text"),
        notice=Markup('<p class="notice">{}</p>').format(shell.notice) if shell.notice else Markup(""),
        examples=_render_start(shell),
        export=say(words, "thread.export"),
        print=say(words, "thread.print"),
        label=say(words, "ask.label"),
        placeholder=say(words, "ask.placeholder"),
        send=say(words, "ask.send"),
        stop=say(words, "ask.stop"),
        upload=say(words, "ask.upload"),
        filters=say(words, "ask.filters"),
        region=say(words, "ask.region"),
        since=say(words, "ask.from"),
        until=say(words, "ask.to"),
        model=say(words, "ask.model"),
        models=render_models(shell.models, shell.model, words),
    )


def _render_start(shell: Shell) -> Markup:
    if shell.state.articles:
        return render_examples(shell.examples, shell.language)
    return render_first_run(shell.samples, shell.language)


def render_models(models: Sequence[ModelState], chosen: str, language: Language) -> Markup:
    """Return the choices of the model selector; the first leaves the choice to the program."""
    named = join(
        Markup('<option value="{0}" {1}>{2}</option>').format(
            model.name,
            "selected" if model.name == chosen else "",
            _name_model(model, language),
        )
        for model in models
    )
    return Markup('<option value="">{}</option>{}').format(say(language, "ask.auto"), named)


def _name_model(model: ModelState, language: Language) -> str:
    name = name_model(model.name, language)
    if model.leaves_machine:
        return say(language, "ask.leaves", model=name)
    return name if model.ready else say(language, "ask.not_ready", model=name)


def render_first_run(samples: bool, language: Language) -> Markup:
    """Return what an empty library says: three steps, the way to the first, and the sample corpus."""
    steps = join(Markup("<li>{}</li>").format(say(language, f"library.step_{n}")) for n in (1, 2, 3))
    offer = Markup('<button type="button" class="button" data-do="samples">{}</button><span class="facts">{}</span>')
    shown = offer.format(say(language, "library.samples"), say(language, "library.samples_about")) if samples else ""
    return Markup(
        '<section class="first-run"><h3>{}</h3><ol>{}</ol>'
        '<p class="buttons"><a class="button" href="#/library">{}</a>{}</p></section>'
    ).format(say(language, "library.empty"), steps, say(language, "library.open"), shown)


def render_examples(examples: Sequence[str], language: Language) -> Markup:
    """Return questions that the library can answer."""
    if not examples:
        return Markup("")
    items = join(Markup('<li><button type="button" class="example">{}</button></li>').format(show(q)) for q in examples)
    return Markup('<h3>{}</h3><ul class="examples">{}</ul>').format(say(language, "ask.examples"), items)


def _render_source_panel(language: Language) -> Markup:
    return load_piece("source").format(
        panel=say(language, "source.panel"),
        original=say(language, "original.tab"),
        close=say(language, "source.close"),
        previous=say(language, "source.previous"),
        next=say(language, "source.next"),
        empty=say(language, "source.empty"),
        active=say(language, "source.legend_active"),
        context=say(language, "source.legend_context"),
        cited=say(language, "source.legend_cited"),
    )
