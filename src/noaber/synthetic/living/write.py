"""The shell of this package: live through the years and write the deliveries, file by file, and the truth beside."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from noaber.synthetic.invent import build_world
from noaber.synthetic.lists import Row, read_lists
from noaber.synthetic.living.calibration import Comparison, compare, render_calibration
from noaber.synthetic.living.chronicle import live
from noaber.synthetic.living.deliveries import TOPICS, Telling
from noaber.synthetic.living.lists import read_assumptions
from noaber.synthetic.living.register_files import File
from noaber.synthetic.living.scope import Scope
from noaber.synthetic.living.truth import Truth
from noaber.synthetic.write import LABEL

RECORDS, TRUTH = "records", "truth"


@dataclass(frozen=True)
class Written:
    """What was written: number of files, bytes, and the comparison with published levels."""

    files: int
    size: int
    compared: Sequence[Comparison]


def count_steps(scope: Scope) -> int:
    """How many steps `write_records` tells of: the years, and the topics that are written."""
    return len(scope.years) + len(TOPICS)


def write_records(
    folder: Path, scope: Scope, content: Path | None = None, tell: Callable[[str], None] = lambda _: None
) -> Written:  # fmt: skip
    """Write the records of the living region below `folder`/records and what is true of them below `folder`/truth.

    Same scope, same bytes. `content` is a folder whose files come in the place of the data files of the same name,
    here and in the public part. `tell` hears of every step: a year lived, a topic written.
    """
    lists, assumptions = read_lists(content), read_assumptions(content)
    chronicle = live(build_world(scope.seed, lists), scope, assumptions, tell)
    truth = Truth(chronicle.places.towns)
    files = size = 0
    for topic, render in TOPICS:
        done = _write(folder / RECORDS, render(Telling(chronicle, assumptions, truth)))
        files, size = files + done[0], size + done[1]
        tell(topic)
    compared = compare(assumptions.tables["calibration"], truth.of_region(), scope.people)
    label = _label(scope, lists.trees["label"]["note"])
    _write(folder / RECORDS, [(LABEL, label)])
    _write(folder / TRUTH, _truth_files(truth, compared, assumptions.tables["damage"], label))
    return Written(files, size, compared)


def _write(folder: Path, files: Iterable[File]) -> tuple[int, int]:
    """Write files as they come, so that never more than one is in memory; give their number and bytes."""
    number = size = 0
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        number, size = number + 1, size + len(content)
    return number, size


def _label(scope: Scope, note: object) -> bytes:
    about = {"synthetic": True, "seed": scope.seed, "people": scope.people, "from": scope.first, "until": scope.last}
    return yaml.safe_dump({**about, "note": note}, allow_unicode=True, sort_keys=False, width=110).encode()


def _truth_files(truth: Truth, compared: Sequence[Comparison], kinds: Iterable[Row], label: bytes) -> list[File]:
    expected = {row["kind"]: row["expected"] for row in kinds}
    damage = [(one.file, one.line, one.record, one.kind, expected[one.kind]) for one in truth.damage]
    facts = [(figure, year, area, f"{value:.10g}") for figure, year, area, value in truth.facts]
    return [
        ("facts.csv", _csv(("figure", "year", "area", "value"), facts)),
        ("damage.csv", _csv(("file", "line", "record", "kind", "expected"), damage)),
        ("links.csv", _csv(("file", "record", "bsn"), truth.links)),
        ("calibration.csv", render_calibration(compared)),
        (LABEL, label),
    ]


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
