"""Runs a page of the manual in an empty folder: writes its files, runs its commands, compares what comes out."""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from manual_pages import Block, Command, parse_commands, read_blocks

from noaber.cli.main import main

BIN = Path(sys.executable).parent
Outcome = tuple[int, str]
Shell = Callable[[str], Outcome]
REFUSED = re.compile(r"^\d+ problems? \[[a-z-]+\]$", re.MULTILINE)


def run_page(path: Path, folder: Path, shell: Shell) -> int:
    """Run every runnable block of a page in `folder`, which is the current one; says how many there were."""
    names: dict[str, object] = {}
    ran = 0
    for block in read_blocks(path):
        if block.verb:
            _write(folder, block)
        elif block.language == "console":
            for command in parse_commands(block.text):
                _run_command(command, block.place, shell)
        elif block.language == "python":
            run_snippet(block, names)
        else:
            continue
        ran += 1
    return ran


def _write(folder: Path, block: Block) -> None:
    path = folder / block.path
    path.parent.mkdir(parents=True, exist_ok=True)
    assert path.exists() or block.verb == "title", f"{block.place}  goes on in a file that is not there: {block.path}"
    with path.open("w" if block.verb == "title" else "a", encoding="utf-8") as file:
        file.write(block.text)


def _run_command(command: Command, place: str, shell: Shell) -> None:
    if command.line.startswith("noaber serve "):
        with serving(command.line) as address:
            assert fetch(address) == 200
        return
    code, output = shell(command.line)
    assert code == 0 or REFUSED.search(command.expected), f"{place}  $ {command.line}\n{output}"
    if command.expected:
        assert agree(command.expected, output), (
            f"{place}  $ {command.line}\nexpected:\n{command.expected}\ngot:\n{output}"
        )


def agree(expected: str, output: str) -> bool:
    """Say whether output is as expected; "..." stands for anything, space at the end of lines does not count."""
    bare = ["\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n" for text in (expected, output)]
    return doctest.OutputChecker().check_output(*bare, doctest.ELLIPSIS)


def run_snippet(block: Block, names: dict[str, object]) -> None:
    """Run a Python block; with >>> as a doctest, else as it is."""
    if ">>>" not in block.text:
        exec(compile(block.text, block.place, "exec"), names)
        return
    test = doctest.DocTestParser().get_doctest(block.text, names, block.place, block.place, 0)
    out: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    failed = runner.run(test, out=out.append, clear_globs=False).failed
    assert not failed, "".join(out)
    names.update(test.globs)


def run_in_shell(line: str) -> Outcome:
    """Run a command line as a reader would: in a shell of its own."""
    said = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, env=said, check=False)
    return done.returncode, done.stdout + done.stderr


def run_here(line: str) -> Outcome:
    """Run a `noaber` command in this process, which is much faster; anything else in a shell."""
    words = shlex.split(line)
    if words[0] != "noaber" or set(words) & {"|", ">", "&&", "||"}:
        return run_in_shell(line)
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), pytest.raises(SystemExit) as stop:
        main(words[1:])
    return int(stop.value.code or 0), out.getvalue()


@contextlib.contextmanager
def serving(line: str) -> Iterator[str]:
    """Run `noaber serve` on a free port of this machine for as long as it is needed; gives the address of the site."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = {**os.environ, "NOABER_PORT": str(port), "NOABER_WORKERS": "1"}
    process = subprocess.Popen([BIN / "noaber", *shlex.split(line)[1:]], env=said, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}/en/"
        _wait_until_there(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _wait_until_there(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError):
            fetch(address)
            return
        assert process.poll() is None, "noaber serve stopped"
        time.sleep(0.2)
    raise AssertionError(f"nothing at {address} after two minutes")


def fetch(address: str) -> int:
    """Fetch a page of this machine; give its HTTP status."""
    with urllib.request.urlopen(address, timeout=20) as answer:
        answer.read()
        return int(answer.status)
