"""Serving: what is refused before anything listens."""

from __future__ import annotations

import socket

import pytest

from noaber.cli.serve import check_port_is_free
from noaber.vocabulary.errors import SettingsError


def test_a_taken_port_is_refused() -> None:
    """Two servers on one port would answer by turns."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(SettingsError, match="already listens"):
            check_port_is_free("127.0.0.1", other.getsockname()[1])


def test_a_free_port_is_fine() -> None:
    """Nobody answers: nothing is refused."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    check_port_is_free("127.0.0.1", port)
