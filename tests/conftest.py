"""What every test gets: an environment without our variables, and no network but loopback."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

# Where weights are kept may be said outside: a test must not bring 71 MB of its own.
_KEPT = {"YINZHENG_WEIGHTS__FOLDER"}


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take out settings of the machine that runs the tests."""
    for name in list(os.environ):
        if name.startswith("YINZHENG_") and name not in _KEPT:
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def loopback_only(request: pytest.FixtureRequest) -> Iterator[None]:
    """Refuse every connection but to this machine; a test with the language model's weights may fetch them."""
    import pytest_socket

    if request.node.get_closest_marker("engine") is None:
        pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    yield
    pytest_socket._remove_restrictions()
