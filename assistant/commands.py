"""What each command does: a few lines that call the library or the assistant and print."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.config import Settings, load_settings
from assistant.report import (
    report_answer,
    report_article,
    report_hit,
    report_ingest,
    report_record,
)
from assistant.types import Answer, AnswerReady, Event, Notice, Turn
from index.errors import UsageError, YinzhengError
from index.types import Filters, Period

if TYPE_CHECKING:
    from assistant.chat import Assistant
    from index.ingest import Progress
    from index.library import Library

Options = argparse.Namespace


def run(options: Options) -> int:
    """Run the command that was parsed; returns its exit status."""
    overrides: dict[str, Any] = {"data": options.data} if options.data else {}
    settings = load_settings(overrides)
    return _COMMANDS[options.command](options, settings)


def _open(settings: Settings) -> Library:
    from index.library import Library

    return Library(settings)


def _assistant(settings: Settings) -> Assistant:
    from assistant.chat import Assistant

    return Assistant(_open(settings), settings)


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


# ── the library ───────────────────────────────────────────────────────────────────────────────────────────────


def _ingest(options: Options, settings: Settings) -> int:
    from assistant.progress import show_progress

    library = _open(settings)
    paths = [Path(path) for path in options.paths]
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist", "name a file or a folder")
    status = _ingest_once(library, paths, options, show_progress)
    if options.watch:
        from index.watch import watch_paths

        for _ in watch_paths(paths):
            status = _ingest_once(library, paths, options, show_progress)
    return status


def _ingest_once(
    library: Library, paths: list[Path], options: Options, progress: Callable[[], Callable[[Progress], None]]
) -> int:
    report = library.ingest(paths, prune=options.prune, purge=options.purge, workers=options.workers, report=progress())
    if options.json:
        _print_json(report_ingest(report))
    else:
        print(
            f"新增 {report.added}，更新 {report.updated}，未变 {report.unchanged}，移除 {report.removed}，"
            f"失败 {len(report.failed)}；共 {report.articles} 篇，{report.passages} 段，{report.figures} 条数据，"
            f"用时 {report.seconds:.1f} 秒"
        )
    for failure in report.failed:
        print(f"{failure.path}: {failure.code}: {failure.message}", file=sys.stderr)
    return 1 if report.failed else 0


def _remove(options: Options, settings: Settings) -> int:
    count = _open(settings).remove(options.doc_ids)
    _print_json({"removed": count}) if options.json else print(f"移除 {count} 篇")
    return 0


def _show(options: Options, settings: Settings) -> int:
    article = _open(settings).article(options.doc_id, options.doc_version)
    if options.json:
        _print_json(report_article(article, original=options.original))
        return 0
    about = article.description
    head = [
        about.title,
        f"日期 {about.date or '未明'}（{about.date_basis or '—'}）",
        f"来源 {about.publisher or '未明'}",
    ]
    head += [f"地区 {'、'.join(about.regions) or '—'}", f"文件 {article.path}"]
    head += [f"注意 {note}" for note in article.notes]
    print("\n".join(head) + "\n\n" + article.text)
    return 0


def _set(options: Options, settings: Settings) -> int:
    fields = {}
    for item in options.fields:
        name, mark, value = item.partition("=")
        if not mark:
            raise UsageError(f"{item} is no FIELD=VALUE", "for example date=2025-03-02")
        fields[name] = value
    article = _open(settings).set_fields(options.doc_id, fields)
    _print_json(report_article(article)) if options.json else print(f"{article.doc_id} 已更正：{'、'.join(fields)}")
    return 0


def _status(options: Options, settings: Settings) -> int:
    from assistant.status import describe_status

    status = describe_status(_open(settings), settings)
    if options.json:
        _print_json(status)
    else:
        print("\n".join(f"{key}: {value}" for key, value in status.items()))
    return 0


def _doctor(options: Options, settings: Settings) -> int:
    from assistant.status import examine_library

    problems = examine_library(_open(settings), repair=options.repair, figures=options.figures)
    if options.json:
        _print_json({"problems": problems, "repaired": bool(problems) and options.repair})
    else:
        print("\n".join(problems) if problems else "一切正常")
    return 1 if problems and not options.repair else 0


def _models(options: Options, settings: Settings) -> int:
    from assistant.progress import show_bytes
    from index.weights import list_weights, pull

    if options.action == "pull":
        if not options.name:
            raise UsageError("models pull needs a NAME", "`yinzheng models list` gives the names")
        path = pull(options.name, settings.weights, show_bytes())
        _print_json({"name": options.name, "path": str(path)}) if options.json else print(path)
        return 0
    states = list_weights(settings.weights)
    weights = [{**asdict(state), "path": state.path and str(state.path)} for state in states]
    if options.json:
        _print_json({"models": weights})
    else:
        for item in weights:
            print(" ".join(f"{key}={value}" for key, value in item.items()))
    return 0


def _backup(options: Options, settings: Settings) -> int:
    from index.backup import write_backup

    size = write_backup(_open(settings), Path(options.file))
    _print_json({"file": options.file, "bytes": size}) if options.json else print(f"{options.file} {size} 字节")
    return 0


def _restore(options: Options, settings: Settings) -> int:
    from index.backup import read_backup

    read_backup(Path(options.file), Path(settings.data))
    return _status(options, settings)


# ── questions ─────────────────────────────────────────────────────────────────────────────────────────────────


def _search(options: Options, settings: Settings) -> int:
    library = _open(settings)
    filters = _read_filters(options)

    def answer(line: dict[str, Any]) -> dict[str, Any]:
        import time

        started = time.perf_counter()
        hits = library.search(_question(line), options.top_k, filters)
        seconds = time.perf_counter() - started
        return {
            "qid": line.get("qid"),
            "question": line["question"],
            "hits": [report_hit(hit, library.article(hit.doc_id, hit.version)) for hit in hits],
            "seconds": round(seconds, 4),
        }

    if options.batch:
        return _run_batch(Path(options.batch), answer)
    result = answer({"question": _need(options.question, "QUESTION")})
    if options.json:
        _print_json(result)
    else:
        for hit in result["hits"]:
            print(
                f"{hit['score']:.3f} {hit['date'] or '未明'} {hit['title']} [{hit['doc_id']}]\n    {hit['text'][:120]}"
            )
    return 0


def _ask(options: Options, settings: Settings) -> int:
    assistant = _assistant(settings)
    filters, model = _read_filters(options), options.model
    today = _read_date(options.today, "--today")
    period = options.period

    def ask(line: dict[str, Any]) -> dict[str, Any]:
        day = _read_date(line.get("today"), "today") or today
        narrowed = filters
        if line.get("doc"):
            narrowed = Filters(filters.regions, filters.date_from, filters.date_to, tuple(line["doc"]))
        asked = assistant
        if line.get("articles") is not None:
            asked = assistant.over_articles(line["articles"])
        events = asked.ask(
            _question(line),
            read_turns(line.get("history") or []),
            model=model,
            today=day,
            filters=narrowed,
            period=period,
        )
        return report_answer(_last(events), line.get("qid"))

    if options.batch:
        return _run_batch(Path(options.batch), ask)
    question = _need(options.question, "QUESTION")
    history = _read_history(options.history)
    events = assistant.ask(question, history, model=model, today=today, filters=filters, period=period)
    answer = _last(events)
    _print_answer(answer, as_json=options.json)
    return 0


def _compare(options: Options, settings: Settings) -> int:
    if len(options.subject) < 2:
        raise UsageError("compare needs two subjects or more", "--subject 武汉经开区 --subject 随州")
    events = _assistant(settings).compare(
        options.subject,
        options.aspect,
        period=options.period,
        today=_read_date(options.today, "--today"),
    )
    _print_answer(_last(events), as_json=options.json)
    return 0


def _check(options: Options, settings: Settings) -> int:
    from assistant.check import check_file, report_check
    from assistant.drafts import judge_line

    library = _open(settings)
    if options.batch:
        return _run_batch(Path(options.batch), lambda line: judge_line(line, library), key="id")
    report = check_file(_need(options.draft, "DRAFT"), library, _read_date(options.date, "--date"))
    body = report_check(report, library.article)
    if options.json:
        _print_json(body)
    else:
        for sentence in body["sentences"]:
            differs = "；".join(f"{d['said']} ≠ {d['source']}" for d in sentence["differs"])
            print(f"[{sentence['verdict']}] {sentence['text']} {differs}")
    return 0


def _figures(options: Options, settings: Settings) -> int:
    library = _open(settings)
    found = library.figures(options.subject, options.metric, read_period(options.period), options.status, options.doc)
    rows = [report_record(figure, library.article(figure.doc_id, figure.version)) for figure in found]
    if options.csv or options.xlsx:
        from assistant.export.sheets import write_figure_csv, write_figure_sheet

        pairs = [(figure, row["title"]) for figure, row in zip(found, rows, strict=True)]
        if options.csv:
            Path(options.csv).write_bytes(write_figure_csv(pairs, settings.page.language))
        if options.xlsx:
            words = [row["sentence"] for row in rows]
            Path(options.xlsx).write_bytes(write_figure_sheet(pairs, words, settings.page.language))
    if options.json:
        _print_json({"figures": rows})
    elif not (options.csv or options.xlsx):
        for row in rows:
            period = row["period"]["label"] if row["period"] else "时间未明"
            print(f"{row['subject'] or '—'} {row['metric']} {row['quote']} {period} {row['status']} [{row['doc_id']}]")
    return 0


def _evaluate(options: Options, settings: Settings) -> int:
    from assistant.evaluate import evaluate_file, print_scores

    results = Path(options.results) if options.results else None
    scores = evaluate_file(
        Path(options.questions), _assistant(settings), model=options.model, sample=options.sample, results=results
    )
    _print_json(scores) if options.json else print_scores(scores, print)
    return 0


def _export(options: Options, settings: Settings) -> int:
    from assistant.conversations import Conversations
    from assistant.export.kept import export_conversation, export_judged

    kept = Conversations(Path(settings.data))
    if options.to is None:
        listed = [
            {"id": c.id, "title": c.title, "changed": c.changed.isoformat(), "turns": c.turns} for c in kept.search()
        ]
        if options.json:
            _print_json({"conversations": listed})
        else:
            print("\n".join(f"{c['id']}  {c['title']}（{c['turns']}）" for c in listed) or "没有对话")
        return 0
    target = Path(options.to)
    form = target.suffix.removeprefix(".").lower()
    if options.conversation is None:
        if form != "jsonl":
            raise UsageError(
                "CONVERSATION is missing", "`yinzheng export` lists them; --to FILE.jsonl writes judgements"
            )
        exported = export_judged(kept)
    else:
        exported = export_conversation(kept, options.conversation, form, options.lang)
    target.write_bytes(exported.content)
    _print_json({"path": str(target)}) if options.json else print(target)
    return 0


def _ui(options: Options, settings: Settings) -> int:
    from assistant.live import serve_page

    serve_page(settings, host=options.host, port=options.port, examples=options.examples and Path(options.examples))
    return 0


# ── reading what was given ────────────────────────────────────────────────────────────────────────────────────


def _need(value: str | None, name: str) -> str:
    if not value or not value.strip():
        raise UsageError(f"{name} is missing", "give it, or use --batch FILE")
    return value


def _question(line: dict[str, Any]) -> str:
    question = line.get("question")
    if not isinstance(question, str) or not question.strip():
        raise UsageError("the line has no question", '{"qid": "1", "question": "…"}')
    return question


def _read_date(value: str | None, name: str) -> dt.date | None:
    if value is None or value == "":
        return None
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UsageError(f"{name} {value!r} is no day", "write it as 2025-03-02") from None


def _read_filters(options: Options) -> Filters:
    return Filters(
        regions=tuple(options.region),
        date_from=_read_date(options.date_from, "--from"),
        date_to=_read_date(options.date_to, "--to"),
        doc_ids=tuple(options.doc),
    )


def read_period(words: str | None) -> Period | None:
    """Read a period that a user wrote; raises `UsageError` for words that name none."""
    if words is None:
        return None
    from index.periods import parse_period

    period = parse_period(words, dt.date.today())
    if period is None:
        raise UsageError(f"{words!r} names no period", "for example 2024年, 2024年上半年, 2024Q1")
    return period


def read_turns(turns: list[dict[str, Any]]) -> tuple[Turn, ...]:
    """Read a conversation; raises `UsageError` for a turn without role and content."""
    read = []
    for turn in turns:
        if not isinstance(turn, dict) or turn.get("role") not in ("user", "assistant") or "content" not in turn:
            raise UsageError(f"history: {turn!r} is no turn", '{"role": "user", "content": "…"}')
        read.append(Turn(turn["role"], str(turn["content"])))
    return tuple(read)


def _read_history(name: str | None) -> tuple[Turn, ...]:
    if name is None:
        return ()
    try:
        turns = json.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"--history {name}: {error}", "a JSON list of turns") from None
    return read_turns(turns if isinstance(turns, list) else turns.get("history", []))


def _run_batch(path: Path, answer: Callable[[dict[str, Any]], dict[str, Any]], key: str = "qid") -> int:
    """Answer every line of a file in order, each flushed as it is done; a line that fails says so in its place."""
    status = 0
    for line in _lines(path):
        qid: Any = None
        try:
            read = json.loads(line)
            if not isinstance(read, dict):
                raise UsageError("the line is no JSON object")
            qid = read.get(key)
            _print_json(answer(read))
        except YinzhengError as error:
            if error.exit_status > 2:
                raise
            _print_json({key: qid, "error": {"code": error.code, "message": error.message, "hint": error.hint}})
            status = 1
        except ValueError as error:
            _print_json({key: qid, "error": {"code": "unreadable", "message": str(error), "hint": "one JSON a line"}})
            status = 1
    return status


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield from (line for line in file if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--batch {path}: {error}", "a UTF-8 file, one JSON object a line") from None


def _last(events: Iterator[Event]) -> Answer:
    answer: Answer | None = None
    for event in events:
        if isinstance(event, Notice):
            print(event.text, file=sys.stderr)
        elif isinstance(event, AnswerReady):
            answer = event.answer
    assert answer is not None, "the last event is always the answer"
    return answer


def _print_answer(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        _print_json(report_answer(answer))
        return
    from assistant.render import render_text

    print(render_text(answer))


_COMMANDS: dict[str, Callable[[Options, Settings], int]] = {
    "ingest": _ingest,
    "remove": _remove,
    "show": _show,
    "set": _set,
    "search": _search,
    "ask": _ask,
    "compare": _compare,
    "check": _check,
    "figures": _figures,
    "status": _status,
    "doctor": _doctor,
    "models": _models,
    "evaluate": _evaluate,
    "backup": _backup,
    "restore": _restore,
    "export": _export,
    "ui": _ui,
}
