"""What each command does: a few lines that call the library or the assistant and print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.commands import library, questions
from assistant.commands.arguments import Options
from assistant.config import Settings, load_settings

_COMMANDS: dict[str, Callable[[Options, Settings], int]] = {
    "ingest": library.run_ingest,
    "remove": library.run_remove,
    "show": library.run_show,
    "set": library.run_set,
    "search": questions.run_search,
    "ask": questions.run_ask,
    "compare": questions.run_compare,
    "check": questions.run_check,
    "figures": questions.run_figures,
    "status": library.run_status,
    "doctor": library.run_doctor,
    "models": library.run_models,
    "evaluate": questions.run_evaluate,
    "backup": library.run_backup,
    "restore": library.run_restore,
    "export": questions.run_export,
    "ui": questions.run_ui,
}


def run(options: Options) -> int:
    """Run the command that was parsed; returns its exit status."""
    overrides: dict[str, Any] = {"data": options.data} if options.data else {}
    settings = load_settings(overrides)
    return _COMMANDS[options.command](options, settings)
