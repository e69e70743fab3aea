"""How long it takes to start: the whole process of `import noaber` and `noaber --help`."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measuring import run_process, time_in_turns
from benchmarks.report import Section, milliseconds, table

NOABER = str(Path(sys.executable).with_name("noaber"))
COMMANDS = {
    "`python -c pass`": [sys.executable, "-c", "pass"],
    "`python -c 'import noaber'`": [sys.executable, "-c", "import noaber"],
    "`noaber --help`": [NOABER, "--help"],
}


def measure_starting(rounds: int) -> Section:
    """Time the three processes in turns."""
    times = time_in_turns({name: (lambda _, c=command: run_process(c)) for name, command in COMMANDS.items()}, rounds)
    bare = times["`python -c pass`"].median
    rows = [[name, milliseconds(timing), f"{timing.median - bare:+.0f} ms"] for name, timing in times.items()]
    text = table(["whole process", "median (min-max)", "above bare Python"], rows)
    return Section("Starting", f"{rounds} processes of each, in turns.\n\n{text}")
