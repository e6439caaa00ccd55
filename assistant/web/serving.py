"""Starting the server: a free port, a printed address, an orderly end."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass

from assistant.web.page import Page
from index.errors import ConfigError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
# A taken port moves on to the next; after so many something else is wrong.
_PORTS_TRIED = 50


@dataclass(frozen=True, slots=True)
class Running:
    """A page that listens."""

    address: str
    close: Callable[[], None]
    wait: Callable[[], None]


def find_port(host: str, wanted: int) -> int:
    """Return `wanted`, or the next port that is free; 0 is any. Raises `ConfigError` where none is."""
    for port in range(wanted, wanted + _PORTS_TRIED) if wanted else (0,):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            # A port whose last listener has just ended is free; Windows means something else by this option.
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ConfigError(f"page.port = {wanted}: none of {_PORTS_TRIED} ports from there on is free", "set another one")


def start_server(page: Page, host: str, port: int) -> Running:
    """Listen on loopback; users and passwords do not exist yet, so any other address is refused."""
    if host not in _LOOPBACK:
        raise ConfigError(f"page.host = {host!r}: the page has no passwords and listens on loopback only", "127.0.0.1")
    from assistant.web.server import make_server

    server = make_server(page)
    free = find_port(host, port)
    server.launch(
        server_name=host, server_port=free, quiet=True, ssr_mode=False, share=False, prevent_thread_lock=True,
        mcp_server=False, run_history=False, enable_monitoring=False, _frontend=False, max_threads=80,
    )  # fmt: skip
    blocks = server.get_blocks()
    shown = f"[{host}]" if ":" in host else host
    return Running(f"http://{shown}:{free}/", lambda: blocks.close(verbose=False), blocks.block_thread)
