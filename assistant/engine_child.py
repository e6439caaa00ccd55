"""The bundled engine's own process: loads a GGUF file and serves it on loopback until its parent is gone.

Started by `assistant.engine` as a script, with one line of JSON on standard input: `gguf`, `reading_threads`,
`writing_threads`, `context`, `prompts` (a folder, or empty), `key`. Answers one line on standard output: `{"address":
…}` or `{"error": …}`. Imports nothing of ours, so that it starts fast and holds only the model. All that the engine
logs goes to standard error.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import threading
import time
from typing import Any

# Tokens read at once: more costs memory and, on a processor, gains nothing.
_BATCH = 512
# Prompts kept beside the running one, in MiB; the engine's own default is 8192.
_CACHED_PROMPTS_MIB = 256
# How often the parent is looked for.
_WATCH_SECONDS = 1.0


def main() -> None:
    """Serve until standard input ends or the parent has changed."""
    parent = os.getppid()
    config = json.loads(sys.stdin.readline())
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # The engine writes its log to file descriptor 1.
    os.dup2(2, 1)
    threading.Thread(target=_watch_parent, args=(parent,), daemon=True).start()
    try:
        server = serve(config)
        line = {"address": server.listening_address}
    # Whatever is wrong with the file or the machine, the parent must hear of it.
    except Exception as error:
        line = {"error": str(error) or type(error).__name__}
    answer.write(json.dumps(line) + "\n")
    answer.close()
    if "error" not in line:
        sys.stdin.read()
    # The engine's threads would hold up an ordinary exit.
    os._exit(0)


def serve(config: dict[str, Any]) -> Any:
    """Return a running engine: one slot, so that every question finds the prompt's fixed beginning in the cache."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = config["gguf"]
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [config["key"]]
    # No page of a browser has any business here.
    params.cors_origins = ""
    params.ui = False
    params.endpoint_slots = False
    params.slot_save_path = config["prompts"]
    params.n_ctx = config["context"]
    params.n_parallel = 1
    params.n_batch = params.n_ubatch = _BATCH
    params.cache_ram_mib = _CACHED_PROMPTS_MIB
    params.cpuparams_batch.n_threads = config["reading_threads"]
    params.cpuparams.n_threads = config["writing_threads"]
    # On x86 the engine's wheel reads prompts a fifth faster from the file's own layout than from one rearranged at
    # every start, which would also take the file's size in memory once more.
    params.no_extra_bufts = platform.machine().lower() in ("x86_64", "amd64")
    params.verbosity = 1
    return xllamacpp.Server(params)


def _watch_parent(parent: int) -> None:
    """End this process once the parent is gone, however it went.

    A pipe that ends says so too, but not where a fork of the parent holds it open; PR_SET_PDEATHSIG would fire when
    the thread that started us ends, not the process.
    """
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    os._exit(0)


if __name__ == "__main__":
    main()
