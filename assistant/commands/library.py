"""The commands that work on the library: ingest, remove, show, set, status, doctor, models, backup, restore."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands.arguments import Options
from assistant.commands.output import open_library, print_json
from assistant.config import Settings
from assistant.report import report_article, report_ingest
from index.errors import UsageError

if TYPE_CHECKING:
    from index.ingest import Progress
    from index.library import Library


def run_ingest(options: Options, settings: Settings) -> int:
    """Take files and folders in; with --watch again whenever something in them changes."""
    from assistant.progress import show_progress

    library = open_library(settings)
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
        print_json(report_ingest(report))
    else:
        print(
            f"新增 {report.added}，更新 {report.updated}，未变 {report.unchanged}，移除 {report.removed}，"
            f"失败 {len(report.failed)}；共 {report.articles} 篇，{report.passages} 段，{report.figures} 条数据，"
            f"用时 {report.seconds:.1f} 秒"
        )
    for failure in report.failed:
        print(f"{failure.path}: {failure.code}: {failure.message}", file=sys.stderr)
    return 1 if report.failed else 0


def run_remove(options: Options, settings: Settings) -> int:
    """Take articles out."""
    count = open_library(settings).remove(options.doc_ids)
    print_json({"removed": count}) if options.json else print(f"移除 {count} 篇")
    return 0


def run_show(options: Options, settings: Settings) -> int:
    """Print an article, with --original the places in its file."""
    article = open_library(settings).article(options.doc_id, options.doc_version)
    if options.json:
        print_json(report_article(article, original=options.original))
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


def run_set(options: Options, settings: Settings) -> int:
    """Correct what is known of an article."""
    fields = {}
    for item in options.fields:
        name, mark, value = item.partition("=")
        if not mark:
            raise UsageError(f"{item} is no FIELD=VALUE", "for example date=2025-03-02")
        fields[name] = value
    article = open_library(settings).set_fields(options.doc_id, fields)
    print_json(report_article(article)) if options.json else print(f"{article.doc_id} 已更正：{'、'.join(fields)}")
    return 0


def run_status(options: Options, settings: Settings) -> int:
    """Print what the library holds and what it runs on."""
    from assistant.status import describe_status

    status = describe_status(open_library(settings), settings)
    if options.json:
        print_json(status)
    else:
        print("\n".join(f"{key}: {value}" for key, value in status.items()))
    return 0


def run_doctor(options: Options, settings: Settings) -> int:
    """Examine the library, with --repair mend it."""
    from assistant.status import examine_library

    problems = examine_library(open_library(settings), repair=options.repair, figures=options.figures)
    if options.json:
        print_json({"problems": problems, "repaired": bool(problems) and options.repair})
    else:
        print("\n".join(problems) if problems else "一切正常")
    return 1 if problems and not options.repair else 0


def run_models(options: Options, settings: Settings) -> int:
    """List the weights, or fetch one."""
    from assistant.progress import show_bytes
    from index.weights import list_weights, pull

    if options.action == "pull":
        if not options.name:
            raise UsageError("models pull needs a NAME", "`yinzheng models list` gives the names")
        path = pull(options.name, settings.weights, show_bytes())
        print_json({"name": options.name, "path": str(path)}) if options.json else print(path)
        return 0
    states = list_weights(settings.weights)
    weights = [{**asdict(state), "path": state.path and str(state.path)} for state in states]
    if options.json:
        print_json({"models": weights})
    else:
        for item in weights:
            print(" ".join(f"{key}={value}" for key, value in item.items()))
    return 0


def run_backup(options: Options, settings: Settings) -> int:
    """Write the library into one file."""
    from index.backup import write_backup

    size = write_backup(open_library(settings), Path(options.file))
    print_json({"file": options.file, "bytes": size}) if options.json else print(f"{options.file} {size} 字节")
    return 0


def run_restore(options: Options, settings: Settings) -> int:
    """Make a library of a backup."""
    from index.backup import read_backup

    read_backup(Path(options.file), Path(settings.data))
    return run_status(options, settings)
