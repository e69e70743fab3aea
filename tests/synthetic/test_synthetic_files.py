"""Every delivery is written, small, marked as invented, and the same bytes for the same seed."""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import yaml

from noaber.synthetic.invent import draw_histories
from noaber.synthetic.lists import read_lists
from noaber.synthetic.world import World

EXPECTED = (Path(__file__).parent / "expected_files.txt").read_text("utf-8").splitlines()
WRITE = """
import sys
from pathlib import Path
from noaber.synthetic.write import write_deliveries
write_deliveries(Path(sys.argv[1]), 7)
"""


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_delivery_is_there_and_all_together_are_small(deliveries: Path) -> None:
    names = list(hashes(deliveries))
    assert [end for end in EXPECTED if not any(f"/{name}".endswith(f"/{end}") for name in names)] == []
    assert sum(name.count("/gemeente/GM") for name in names) == 14
    assert sum((deliveries / name).stat().st_size for name in names) < 15_000_000


def test_same_seed_gives_same_bytes_in_another_process(deliveries: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONHASHSEED": "99", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", WRITE, str(tmp_path)], check=True, env=env)
    assert hashes(tmp_path) == hashes(deliveries)


def test_another_seed_gives_other_figures(world: World) -> None:
    other = draw_histories(8, world.regions)
    assert other["GM0153"] != world.histories["GM0153"]


def test_label_says_in_three_languages_that_all_is_invented(deliveries: Path) -> None:
    label = yaml.safe_load((deliveries / "noaber-deliveries.yml").read_text("utf-8"))
    assert (label["synthetic"], label["seed"], sorted(label["note"])) == (True, 7, ["de", "en", "nl"])


def test_gzip_files_bear_no_time(deliveries: Path) -> None:
    packed = sorted(deliveries.rglob("*.gz"))
    assert {path.read_bytes()[4:8] for path in packed} == {bytes(4)}
    assert all(gzip.decompress(path.read_bytes()) for path in packed)


def test_a_folder_of_content_replaces_data_files(tmp_path: Path) -> None:
    (tmp_path / "label.yml").write_text("note: {nl: a, de: b, en: c}\n", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\xff\xfe")
    assert read_lists(tmp_path).trees["label"] == {"note": {"nl": "a", "de": "b", "en": "c"}}
