"""Fetching from a model hub, or a mirror of it.

Where no hub can be reached, and that is the rule behind some firewalls, finding that out costs `hub_seconds` once: the
failure is remembered beside the weights for a day, for that address.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from index.config import WeightsSettings
from index.errors import WeightsError
from index.weights.registry import Artefact
from index.weights.store import write_atomically

if TYPE_CHECKING:
    import httpx

_MEMORY = "hub.json"
# A day: long enough that no one waits twice at work, short enough that a mended network is noticed.
_REMEMBERED_SECONDS = 86_400.0
_ATTEMPTS = 4
# Without a byte for this long the attempt is given up, and taken up again where it stopped.
_READ_SECONDS = 30.0


def hub_address(settings: WeightsSettings) -> str:
    """Return the hub's address: HF_ENDPOINT where it is set, else the setting."""
    return os.environ.get("HF_ENDPOINT", "").strip().rstrip("/") or settings.hub.rstrip("/")


def fetch_from_hub(artefact: Artefact, target: Path, settings: WeightsSettings, advance: Callable[[int], None]) -> None:
    """Bring `artefact` into `target`, going on where an earlier attempt stopped; raises `WeightsError`."""
    import httpx

    if artefact.hub is None:
        raise WeightsError("no model hub carries this very file")
    address = hub_address(settings)
    if _is_known_unreachable(address, settings.folder):
        raise WeightsError(f"{address}: could not be reached earlier today")
    url = f"{address}/{artefact.hub.path}"
    timeout = httpx.Timeout(_READ_SECONDS, connect=settings.hub_seconds)
    reason = ""
    with httpx.Client(timeout=timeout, follow_redirects=True) as client:
        for _ in range(_ATTEMPTS):
            try:
                _continue_download(client, url, target, artefact.bytes, advance)
                return
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
                _remember_unreachable(address, settings.folder)
                raise WeightsError(f"{address}: {error or type(error).__name__}") from None
            except httpx.HTTPStatusError as error:
                raise WeightsError(f"{url}: status {error.response.status_code}") from None
            except httpx.HTTPError as error:
                reason = str(error) or type(error).__name__
    raise WeightsError(f"{url}: {reason}, {_ATTEMPTS} times")


def _continue_download(
    client: httpx.Client, url: str, target: Path, total: int, advance: Callable[[int], None]
) -> None:
    """Append what is missing of `target`; a server without ranges makes it start again."""
    import httpx

    have = target.stat().st_size if target.exists() else 0
    if have >= total:
        return
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    with client.stream("GET", url, headers=headers) as response:
        response.raise_for_status()
        if response.status_code != httpx.codes.PARTIAL_CONTENT:
            have = 0
        with target.open("ab" if have else "wb") as stream:
            # As it arrives: what a buffer holds would be lost when the line breaks.
            for block in response.iter_raw():
                have += len(block)
                # A portal's login page or an endless answer must not fill the disk.
                if have > total:
                    stream.close()
                    target.unlink()
                    raise httpx.RemoteProtocolError(f"sent more than {total} bytes")
                stream.write(block)
                advance(have)
    if have < total:
        raise httpx.RemoteProtocolError(f"ended after {have} of {total} bytes")


def _is_known_unreachable(address: str, folder: Path) -> bool:
    try:
        memory = json.loads((folder / _MEMORY).read_text(encoding="utf-8"))
        return bool(memory["address"] == address and 0 <= time.time() - memory["at"] < _REMEMBERED_SECONDS)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _remember_unreachable(address: str, folder: Path) -> None:
    write_atomically(folder / _MEMORY, json.dumps({"address": address, "at": time.time()}).encode())
