"""A region may lie in a folder of another name: commands and notebooks go by the id in region.yml."""

from __future__ import annotations

from pathlib import Path

import pytest
from manual_running import run_here

import noaber
from noaber.content.region_id import read_region_id


def test_a_folder_of_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`noaber new my-region` makes region my_region; its releases are found by the folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOABER_HOME", raising=False)
    for line in ("new my-region", "build my-region --deliveries my-region/example-deliveries"):
        assert run_here(f"noaber {line}")[0] == 0
    assert read_region_id(Path("my-region")) == "my_region"
    assert "2 deliveries" in run_here("noaber releases my-region")[1]
    assert "region my_region" in repr(noaber.open("my-region"))
    assert "region my_region" in repr(noaber.open("my_region")), "the id alone will do"


def test_no_region_file(tmp_path: Path) -> None:
    """Without a region.yml that says otherwise a folder is called by its own name."""
    assert read_region_id(tmp_path / "nowhere") == "nowhere"
    (tmp_path / "region.yml").write_text("[]", "utf-8")
    assert read_region_id(tmp_path) == tmp_path.name
