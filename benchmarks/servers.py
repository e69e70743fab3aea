"""Starting, asking and loading servers: on this machine only, bounded in time and in connections."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.measuring import Timing
from benchmarks.workplace import NOABER, Invented

HOST = "127.0.0.1"
WORKERS = 2
CONNECTIONS = 8
PATIENCE = 60.0
ADDRESSES = """local addresses = {}
for line in io.lines("%s") do addresses[#addresses + 1] = line end
local at = 0
request = function()
  at = at %% #addresses + 1
  return wrk.format("GET", addresses[at], {["Accept-Encoding"] = "gzip"})
end
"""
"""What the load generator asks: the addresses of a file, one after the other."""


@contextmanager
def serving(command: Sequence[str], port: int, environment: Mapping[str, str]) -> Iterator[None]:
    """Run a server until the block ends; TimeoutError where it does not answer in time.

    It gets a session of its own, of which nothing is left in the end: a worker that outlives its server would answer
    for the next one on the same port.
    """
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port)
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def noaber_command(invented: Invented, port: int) -> list[str]:
    """Give the command that serves an invented region."""
    return [NOABER, "serve", str(invented.region), "--port", str(port), "--workers", str(WORKERS)]


def bare_command(handler: str, port: int) -> list[str]:
    """Give the command that serves one of the handlers of `bare_site`."""
    options = ["--interface", "asginl", "--host", HOST, "--port", str(port), "--workers", str(WORKERS)]
    quiet = ["--no-ws", "--log-level", "error"]
    return [sys.executable, "-m", "granian", *options, *quiet, f"benchmarks.bare_site:{handler}"]


def free_port() -> int:
    """Give a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            fetch_bytes(port, "/")
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"no answer on port {port}")


def fetch_bytes(port: int, address: str) -> tuple[bytes, Mapping[str, str]]:
    """Fetch one address compressed, as a browser does: the bytes that travelled, and the headers."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return body, {name.lower(): value for name, value in answer.getheaders()}


def time_addresses(port: int, addresses: Sequence[str]) -> Timing:
    """Fetch addresses one after the other over one connection; milliseconds each. OSError where one fails."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    taken = []
    for address in addresses:
        started = time.perf_counter()
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        taken.append(1000 * (time.perf_counter() - started))
        if answer.status != 200:
            raise OSError(f"{address} answered {answer.status}")
    connection.close()
    return Timing(tuple(taken))


def load_program() -> str | None:
    """Find the load generator; None where it is not installed."""
    return shutil.which("wrk")


def load_rate(port: int, addresses: Sequence[str], seconds: int, folder: Path) -> float:
    """Give how many answers a second a server gives to a few connections that ask without pause."""
    listed, script = folder / "addresses.txt", folder / "addresses.lua"
    listed.write_text("\n".join(addresses) + "\n", "utf-8")
    script.write_text(ADDRESSES % listed, "utf-8")
    options = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "20s", "-s", str(script)]
    said = subprocess.run(
        [str(load_program()), *options, f"http://{HOST}:{port}"], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in said:
        raise OSError(f"answers other than 200: {said}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    return float(found.group(1)) if found else 0.0
