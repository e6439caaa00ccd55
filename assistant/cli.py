"""The command line: parse, call, print. Shapes and exit statuses are in docs/contract.md.

Standard output carries results only. Nothing heavy is imported before a command needs it: `--help` answers at once.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from index.errors import UsageError, YinzhengError

_FILTERS = (
    ("--region", {"action": "append", "default": [], "metavar": "R", "help": "articles about this place (repeatable)"}),
    ("--from", {"dest": "date_from", "metavar": "DATE", "help": "published on this day or later"}),
    ("--to", {"dest": "date_to", "metavar": "DATE", "help": "published on this day or earlier"}),
    ("--doc", {"action": "append", "default": [], "metavar": "ID", "help": "only this article (repeatable)"}),
)


class _Parser(argparse.ArgumentParser):
    """Turns a usage error into ours, so that `--json` can show it too."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, f"`{self.prog} --help` says what there is")


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = _Parser(prog="yinzheng", description="引证：带出处的招商引资问答 — cited answers over your own articles")
    parser.add_argument("--version", action="version", version="yinzheng 0.1.0")
    # Before or after the command alike; SUPPRESS keeps the later default from undoing the earlier value.
    _add_common(parser, default=None)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    def command(name: str, help_text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help_text, description=help_text)
        _add_common(made, default=argparse.SUPPRESS)
        return made

    ingest = command("ingest", "read files and folders into the library")
    ingest.add_argument("paths", nargs="+", metavar="PATH")
    ingest.add_argument("--prune", action="store_true", help="remove articles whose file is gone")
    ingest.add_argument("--purge", action="store_true", help="delete old versions for good")
    ingest.add_argument("--workers", type=int, default=0, metavar="N", help="reading processes (0: as many as pay)")
    ingest.add_argument("--watch", action="store_true", help="go on, and ingest whenever something changes")

    remove = command("remove", "take articles out of search")
    remove.add_argument("doc_ids", nargs="+", metavar="DOC_ID")

    show = command("show", "show an article")
    show.add_argument("doc_id", metavar="DOC_ID")
    show.add_argument("--doc-version", "--version", dest="doc_version", type=int, metavar="N", help="an older version")
    show.add_argument("--original", action="store_true", help="with the place of each stretch in the input")

    fix = command("set", "correct an article by hand: title, date, publisher, regions, kind, url")
    fix.add_argument("doc_id", metavar="DOC_ID")
    fix.add_argument("fields", nargs="+", metavar="FIELD=VALUE")

    search = command("search", "find passages")
    search.add_argument("question", nargs="?", metavar="QUESTION")
    search.add_argument("--top-k", type=int, metavar="N", help="distinct articles (10)")
    _add_filters(search)

    ask = command("ask", "ask a question")
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    _add_answering(ask)
    ask.add_argument("--history", metavar="FILE", help="JSON list of earlier turns")
    ask.add_argument("--period", metavar="P", help="the time that is asked about, e.g. 2024年")
    _add_filters(ask)

    compare = command("compare", "compare places or other subjects in a table")
    compare.add_argument("--subject", action="append", default=[], metavar="S", help="repeat for each")
    compare.add_argument("--aspect", action="append", default=[], metavar="X", help="repeat for each")
    compare.add_argument("--period", metavar="P")
    compare.add_argument("--model", metavar="NAME", help="accepted for symmetry; cells are records and quotes")
    compare.add_argument("--today", metavar="DATE")

    check = command("check", "check a draft of yours against the library, sentence by sentence")
    check.add_argument("draft", nargs="?", metavar="DRAFT", help="a file, or - for standard input")
    check.add_argument("--date", metavar="DATE", help="the draft's own date, for 去年 and the like")
    check.add_argument("--batch", metavar="FILE", help="claims, one JSON object a line")

    figures = command("figures", "list figure records")
    for option in ("--subject", "--metric", "--period", "--status", "--doc"):
        figures.add_argument(option, metavar=option[2].upper())
    figures.add_argument("--csv", metavar="FILE")
    figures.add_argument("--xlsx", metavar="FILE")

    command("status", "say what the library holds")
    doctor = command("doctor", "check the catalog against both indexes")
    doctor.add_argument("--repair", action="store_true", help="rebuild what differs")
    doctor.add_argument("--figures", action="store_true", help="with --repair: read all figures again")

    models = command("models", "list or bring the weights")
    models.add_argument("action", nargs="?", choices=("list", "pull"), default="list")
    models.add_argument("name", nargs="?", metavar="NAME")

    evaluate = command("evaluate", "ask a question file and score the answers")
    evaluate.add_argument("questions", metavar="QUESTIONS.jsonl")
    evaluate.add_argument("--model", metavar="NAME")
    evaluate.add_argument("--sample", type=int, metavar="N", help="a seeded, stratified sample")
    evaluate.add_argument(
        "--against", metavar="FILE", help="compare with an earlier run (its .jsonl or .json), question by question"
    )
    evaluate.add_argument(
        "--results", metavar="FILE.jsonl", help="answers are kept here, and a second run goes on from them"
    )
    evaluate.add_argument("--minutes", type=float, metavar="M", help="ask nothing more after this; run again to go on")

    backup = command("backup", "write the whole library into one file")
    backup.add_argument("file", metavar="FILE.tar")
    restore = command("restore", "bring a backup into an empty --data folder")
    restore.add_argument("file", metavar="FILE.tar")

    export = command("export", "write a kept conversation of the page, or what was judged there, to a file")
    export.add_argument("conversation", nargs="?", metavar="CONVERSATION", help="its id; without it they are listed")
    export.add_argument("--to", metavar="FILE", help=".docx, .xlsx, .md; without CONVERSATION .jsonl: what was judged")
    export.add_argument("--lang", choices=("zh", "en"), default="zh", help="of headings")

    ui = command("ui", "open the chat page")
    ui.add_argument("--host", metavar="HOST")
    ui.add_argument("--port", type=int, metavar="PORT")
    ui.add_argument("--examples", metavar="FOLDER", help="ingest this folder when the library is empty")
    return parser


def _add_common(parser: argparse.ArgumentParser, default: Any) -> None:
    parser.add_argument("--data", metavar="DIR", default=default, help="the library (YINZHENG_DATA)")
    parser.add_argument(
        "--json", action="store_true", default=default if default is not None else False, help="one JSON object"
    )


def _add_filters(parser: argparse.ArgumentParser) -> None:
    for name, options in _FILTERS:
        parser.add_argument(name, **options)
    parser.add_argument("--batch", metavar="FILE", help="questions, one JSON object a line")


def _add_answering(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", metavar="NAME", help="extractive, local, or an endpoint of the settings")
    parser.add_argument("--today", metavar="DATE", help="the day against which 去年 and the like are read")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = make_parser().parse_args(arguments)
        from assistant import commands

        return commands.run(options)
    except YinzhengError as error:
        _print_error(error, as_json=as_json)
        return error.exit_status
    except KeyboardInterrupt:
        print("已中止", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`| head`); there is no one to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _print_error(error: YinzhengError, *, as_json: bool) -> None:
    if as_json:
        body = {"error": {"code": error.code, "message": error.message, "hint": error.hint}}
        print(json.dumps(body, ensure_ascii=False))
    else:
        hint = f"；{error.hint}" if error.hint else ""
        print(f"yinzheng: {error.message}{hint}", file=sys.stderr)
