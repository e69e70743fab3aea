"""The plain alternative to the site: two ASGI handlers without anything around them, told by variables what to serve.

`constant` answers every request with the bytes of one file; `data` runs the statements listed for the number in the
address on the release file and answers with their rows as CSV.
"""

from __future__ import annotations

import csv
import io
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

BODY, RELEASE, STATEMENTS = "BARE_BODY", "BARE_RELEASE", "BARE_STATEMENTS"


@cache
def _body() -> bytes:
    return Path(os.environ[BODY]).read_bytes()


@cache
def _statements() -> list[list[str]]:
    said: list[list[str]] = json.loads(Path(os.environ[STATEMENTS]).read_text("utf-8"))
    return said


@cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(os.environ[RELEASE], read_only=True)


async def constant(scope: Any, receive: Any, send: Any) -> None:
    """Answer with the same bytes, whatever is asked."""
    await _send(send, _body())


async def data(scope: Any, receive: Any, send: Any) -> None:
    """Answer with the rows of the statements for the number in the address."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for sql in _statements()[int(scope["path"].strip("/"))]:
        writer.writerows(_database().cursor().execute(sql).fetchall())
    await _send(send, out.getvalue().encode())


async def _send(send: Any, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
