"""The command that attacks: tables in files, what it says, and its exit code."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from noaber.cli.main import main

LEAKING = "gemeente;Totaal;jeugd;wmo\nAlmelo;44;40;<5\nBorne;50;20;30\nHengelo;90;x;x\nTotaal;184;x;x\n"
SAFE = "gemeente;Totaal;jeugd;wmo\nAlmelo;44;x;x\nBorne;50;20;30\nHengelo;90;x;x\nTotaal;184;x;x\n"


def run(*arguments: str) -> int:
    """Run a command; give its exit code."""
    with pytest.raises(SystemExit) as stopped:
        main(["attack", *arguments])
    return int(stopped.value.code or 0)


def written(folder: Path, text: str, name: str = "table.csv") -> str:
    """Write a table and give its path."""
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def test_what_leaks_is_told_first_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, the exact cell before the intervals."""
    assert run(written(tmp_path, LEAKING)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["12 cells, 5 hidden; 2 sums used.", "1 told exactly."]
    assert lines[2].split() == ["Almelo", "/", "wmo", "<5", "=", "4"]
    assert lines[3].endswith("0 to 90")


def test_what_holds_passes_unless_it_is_too_narrow(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a width that is asked for."""
    table = written(tmp_path, SAFE)
    assert run(table) == 0
    assert run(table, "--width", "50") == 1
    assert "within less than --width" in capsys.readouterr().out


def test_a_workbook_is_read_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As offices publish them."""
    with xlsxwriter.Workbook(tmp_path / "table.xlsx") as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([["gebied", "aantal"], ["a", 4], ["b", "x"], ["Totaal", 10]]):
            sheet.write_row(at, 0, row)
    assert run(str(tmp_path / "table.xlsx")) == 1
    assert capsys.readouterr().out.splitlines()[-1].endswith("= 6")


def test_options_tell_what_a_table_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sums, totals, marks, rounding, the least that is hidden."""
    table = written(tmp_path, "gebied,aantal\nTwente,30\nNoord,12\nZuid,vertrouwelijk\n")
    assert run(table) == 3
    assert "neither a number nor a mark" not in capsys.readouterr().err  # taken for a column of labels
    assert run(table, "--hidden", "vertrouwelijk") == 0
    assert "No sums were found" in capsys.readouterr().out
    assert run(table, "--hidden", "vertrouwelijk", "--total", "Twente") == 1
    assert run(table, "--hidden", "vertrouwelijk", "--sum", "Twente=Noord+Zuid", "--labels", "gebied") == 1
    assert run(table, "--hidden", "vertrouwelijk", "--total", "Twente", "--rounded", "5") == 0
    small = written(tmp_path, "gebied,aantal\nTotaal,3\na,x\nb,x\nc,x\n", "small.csv")
    assert run(small) == 0
    assert run(small, "--least", "1") == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("gebied;aantal\na;1\na;2\n", "two rows are about a"),
        ("gebied;soort\na;b\n", "no column holds numbers"),
        ("gebied;aantal\na;1;9\nb;2\n", "more or fewer cells"),
    ],
)
def test_what_is_no_table_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    """With the file, what is wrong and the exit code of deliveries."""
    table = written(tmp_path, text)
    assert run(table) == 3
    said = capsys.readouterr().err
    assert table in said
    assert message in said


def test_paths_and_sums_that_cannot_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing there, a folder, a sum without =, a sum that printed numbers contradict."""
    table = written(tmp_path, LEAKING)
    assert run(str(tmp_path / "none.csv")) == 3
    assert run(str(tmp_path)) == 3
    assert run(table, "--sum", "Totaal") == 3
    assert run(table, "--sum", "Hengelo=Almelo+Borne") == 3
    said = capsys.readouterr().err
    for message in ("is not there", "is a folder", "has no =", "contradict that Hengelo is Almelo + Borne"):
        assert message in said
