"""The command that writes an invented region: with people, and what it says of options that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from noaber.cli.main import main


def test_records_are_written_beside_the_public_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And their levels are printed beside published ones."""
    with pytest.raises(SystemExit) as stopped:
        main(["synthesise", "--to", str(tmp_path), "--people", "1000", "--from", "2021", "--until", "2021"])
    said = capsys.readouterr().out
    assert stopped.value.code == 0
    assert "invented deliveries" in said
    assert "files of records" in said
    assert "within the tolerance that is meant." in said
    assert (tmp_path / "records/brp/brp_personen_2022-01-01.csv").is_file()
    assert (tmp_path / "truth/damage.csv").is_file()
    assert (tmp_path / "noaber-deliveries.yml").is_file()


@pytest.mark.parametrize(
    ("options", "words"),
    [(("--people", "5"), "5 people"), (("--people", "5000", "--from", "2020", "--until", "2016"), "backwards")],
)
def test_nothing_is_written_for_options_that_cannot_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], words: str
) -> None:
    """The command says why and stops."""
    with pytest.raises(SystemExit) as stopped:
        main(["synthesise", "--to", str(tmp_path / "out"), *options])
    assert stopped.value.code == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
