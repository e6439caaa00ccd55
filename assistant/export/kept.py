"""Kept conversations as files: what the page downloads and `yinzheng export` writes."""

from __future__ import annotations

import json

from assistant.conversations import Conversations
from assistant.export import MEDIA, Exported, export_answers
from assistant.types import Language
from index.errors import UsageError


def export_conversation(kept: Conversations, conversation: str, form: str, language: Language) -> Exported:
    """Write a conversation's answers; raises `UsageError` for an unknown id or form, and where nothing was answered."""
    title = kept.find(conversation).title
    answers = [turn.answer for turn in kept.turns(conversation) if turn.answer is not None]
    if not answers:
        raise UsageError(f"conversation {conversation} has no answer", "ask a question in it first")
    return export_answers(answers, form, language, title)


def export_turn(kept: Conversations, turn: str, form: str, language: Language) -> Exported:
    """Write one answer; raises `UsageError` for an unknown id or form, and where it was stopped."""
    found = kept.turn(turn)
    if found.answer is None:
        raise UsageError(f"turn {turn} has no answer", "ask again")
    return export_answers([found.answer], form, language)


def export_judged(kept: Conversations) -> Exported:
    """Write every judged answer as a line of a question file."""
    lines = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in kept.iterate_judged())
    return Exported(lines.encode(), MEDIA["jsonl"], "judged.jsonl")
