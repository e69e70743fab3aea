"""Same seed, same bytes, everywhere; streams of chance of their own; a label in every folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml
from told_region import SMALL, Told, hashes

from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.scope import Scope
from noaber.synthetic.living.write import count_steps

WRITE = """
import sys
from pathlib import Path
from noaber.synthetic.living.scope import Scope
from noaber.synthetic.living.write import write_records
write_records(Path(sys.argv[1]), Scope(*map(int, sys.argv[2:])))
"""


def test_same_seed_gives_same_bytes_in_another_process(told: Told, tmp_path: Path) -> None:
    """With another order of hashes, another time zone and another number of threads."""
    env = {**os.environ, "PYTHONHASHSEED": "99", "TZ": "Asia/Tokyo", "POLARS_MAX_THREADS": "1"}
    scope = (str(part) for part in (SMALL.seed, SMALL.people, SMALL.first, SMALL.last))
    subprocess.run([sys.executable, "-c", WRITE, str(tmp_path), *scope], check=True, env=env)
    assert hashes(tmp_path) == hashes(told.folder)


def test_chance_is_the_same_on_every_machine() -> None:
    """These figures may never change: they come from the words of Philox alone."""
    draws = Draws(1, "topic", 2020)
    assert draws.uniform(3).tolist() == [0.37936167240686514, 0.8762686214619239, 0.718297280406052]
    assert draws.whole(0, 100, 5).tolist() == [87, 68, 54, 85, 29]


def test_another_topic_or_year_has_another_stream() -> None:
    """So that what is added disturbs nothing."""
    streams = [Draws(1, "care", 2020), Draws(1, "care", 2021), Draws(1, "work", 2020), Draws(2, "care", 2020)]
    firsts = [float(stream.uniform(1)[0]) for stream in streams]
    assert len(set(firsts)) == 4


def test_draws_keep_to_their_bounds() -> None:
    """And weights are followed."""
    draws = Draws(3, "bounds")
    whole = draws.whole(5, 8, 2_000)
    assert set(whole.tolist()) == {5, 6, 7}
    among = np.bincount(draws.among([1, 0, 3], 8_000), minlength=3) / 8_000
    assert among.tolist() == pytest.approx([0.25, 0, 0.75], abs=0.02)
    normal = draws.normal(20_000)
    assert (float(normal.mean()), float(normal.std())) == (pytest.approx(0, abs=0.03), pytest.approx(1, abs=0.03))


@pytest.mark.parametrize("folder", ["records", "truth"])
def test_label_says_that_all_is_invented(told: Told, folder: str) -> None:
    """From which seed and for how many people."""
    label = yaml.safe_load((told.folder / folder / "noaber-deliveries.yml").read_text("utf-8"))
    assert (label["synthetic"], label["seed"], label["people"]) == (True, SMALL.seed, SMALL.people)
    assert sorted(label["note"]) == ["de", "en", "nl"]


def test_steps_are_counted(told: Told) -> None:
    """For the progress bar: two years and five topics."""
    assert count_steps(told.scope) == 7


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (Scope(1, 10, 2015, 2016), "10 people"),
        (Scope(1, 3000, 2016, 2015), "backwards"),
        (Scope(1, 3000, 2001, 2015), "year 2001"),
        (Scope(1, 3000, 2015, 2030), "year 2030"),
    ],
)
def test_a_scope_that_cannot_be_told_says_why(scope: Scope, words: str) -> None:
    """In words."""
    assert any(words in fault for fault in scope.faults)
