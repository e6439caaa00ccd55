"""The views that are forms before anything has been asked: compare, check, settings."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant.compare.aspects import name_aspect
from assistant.figure_answers.word import Wording
from assistant.types import Language, ModelState
from assistant.web.render.models import name_model
from assistant.web.render.pieces import load_piece
from assistant.web.render.safe import flatten, join, show
from assistant.web.texts import list_section, say

_KINDS = ("news", "policy", "speech", "statistics", "notice", "other")


def plain_texts(language: Language, section: str) -> dict[str, str]:
    """Return the texts of a section that take no values."""
    return {key: text for key, text in list_section(language, section).items() if "{" not in text}


def render_compare_view(language: Language) -> Markup:
    """Return the form of a comparison."""
    return load_piece("compare").format(**plain_texts(language, "compare"))


def render_check_view(language: Language) -> Markup:
    """Return the form of a check."""
    return load_piece("check").format(**plain_texts(language, "check"))


def render_settings_view(models: Sequence[ModelState], language: Language) -> Markup:
    """Return the settings; no secret is part of a `ModelState`."""
    return load_piece("settings").format(
        model_rows=join(_render_model(model, language) for model in models),
        kinds=render_kinds(language),
        **plain_texts(language, "settings"),
    )


def render_picks(names: Sequence[str], language: Language) -> Markup:
    """Return buttons that put a subject or an aspect into the field above them, or take it out again."""
    wording = Wording(language)
    return join(
        Markup('<button type="button" class="choice" aria-pressed="false" data-value="{}">{}</button>').format(
            flatten(name), show(name_aspect(name, wording))
        )
        for name in names
    )


def render_kinds(language: Language) -> Markup:
    """Return the choices of the kind of an article."""
    return join(Markup('<option value="{}">{}</option>').format(kind, say(language, f"kind.{kind}")) for kind in _KINDS)


def _render_model(model: ModelState, language: Language) -> Markup:
    ready = say(language, "settings.ready" if model.ready else "settings.not_ready")
    place = say(language, "settings.leaves" if model.leaves_machine else "settings.stays")
    return Markup(
        '<li class="model" data-model="{0}"><span class="title">{6}</span><span class="facts"><span>{1}</span>'
        '<span class="{2}">{3}</span><span>{4}</span></span>'
        '<button type="button" class="button" data-do="test" aria-label="{5}：{6}">{5}</button>'
        '<p class="tested" role="status" aria-live="polite"></p></li>'
    ).format(
        model.name,
        ready,
        "leaves" if model.leaves_machine else "stays",
        place,
        show(model.detail),
        say(language, "settings.test"),
        name_model(model.name, language),
    )
