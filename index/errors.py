"""The error tree of both packages.

YinzhengError
├── UsageError            bad usage, an id that does not exist          exit 2
│   └── ConfigError       a setting that cannot be                      exit 2
├── SourceError           one input that cannot be read (has a code)    listed in `failed`, exit 1
├── LibraryError          the library cannot be opened or written       exit 3
│   └── LibraryBusyError  another process writes to it                  exit 3
└── ReachError            a model or a source that cannot be reached    exit 4
    ├── WeightsError      weights that cannot be had or trusted         exit 4
    └── ModelError        a language model that does not answer         exit 4

Every message names the offending value; `hint` names the next step.
"""

from __future__ import annotations


class YinzhengError(Exception):
    """The base: a message with the value that is wrong, and a hint with the way out."""

    exit_status = 1
    code = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(YinzhengError):
    """Bad usage, or an id that does not exist."""

    exit_status = 2
    code = "usage"


class ConfigError(UsageError):
    """A setting that is unknown or cannot be."""

    code = "config"


class SourceError(YinzhengError):
    """One input that cannot be read. `code` goes into `failed`."""

    exit_status = 1

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.code = code


class LibraryError(YinzhengError):
    """The library cannot be opened or written."""

    exit_status = 3
    code = "library"


class LibraryBusyError(LibraryError):
    """Another process is writing to the library."""

    code = "busy"


class ReachError(YinzhengError):
    """A model or a source that cannot be reached, and nothing can stand in."""

    exit_status = 4
    code = "unreachable"


class WeightsError(ReachError):
    """Weights that cannot be had, or whose hash is not the one that is trusted."""

    code = "weights"


class ModelError(ReachError):
    """A language model that does not answer, or answers nothing."""

    code = "model"
