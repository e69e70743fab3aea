"""Broken deliveries, each with a fault of its own: the right message, nothing lost, the old release still stands."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from office_home import OfficeHome, copy_office

from noaber.cli.main import main

A, B, C, NEIGHBOURHOODS = "register_a.csv", "register_b.csv", "register_c.csv", "buurten_2024.csv"
Change = Callable[[bytes], bytes]


def put(old: str, new: str, times: int = 1) -> Change:
    """Put a text in the place of another; it must be there."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), times)

    return change


def instead(data: bytes | str) -> Change:
    """Send something else altogether."""
    return lambda _: data.encode() if isinstance(data, str) else data


def zipped(name: str, data: bytes) -> bytes:
    """Pack one file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, data)
    return packed.getvalue()


def torn_gzip(data: bytes) -> bytes:
    """Compress, and lose the end."""
    packed = gzip.compress(data * 50)
    return packed[: len(packed) // 2]


def checked(kind: str) -> tuple[str, str, str]:
    """Give the register a check with the severity that refuses."""
    return "sources/register.yml", "checks:\n", f"checks:\n  - {{{kind}, severity: refuse}}\n"


CORRECTION = """
- source: register
  where: {{area: "9002", period: 2023 1e kwartaal, sex: M}}
  column: inhabitants
  expect: "{expect}"
  value: "50"
  reason: a slip of the pen, as the municipality wrote
  owner: the office
  date: 2024-02-01
"""


@dataclass(frozen=True)
class Refused:
    """A delivery that refuses the build: which file, how it is broken, what is said; content may ask for more."""

    name: str
    file: str
    change: Change
    said: tuple[str, ...]
    content: tuple[tuple[str, str, str], ...] = ()
    code: int = 3


REFUSED = [
    Refused("another delimiter", B, put(";", "~", 999),
            ("no column 'Gemeente' for area", "Gemeente~Kwartaal~Geslacht~Aantal")),
    Refused("truncated gzip", B + ".gz", lambda _: torn_gzip(b"9002;2023 1e kwartaal;M;50\n"), ("register_b.csv.gz",)),
    Refused("web page", B, instead("<!DOCTYPE html>\n<html><body>503 Service Unavailable</body></html>\n"),
            ("register_b.csv",)),
    Refused("missing column", B, put("Kwartaal", "Periode"), ("no column 'Kwartaal' for period", "Periode")),
    Refused("two missing columns", B, put("Kwartaal;Geslacht", "Periode;M/V"),
            ("no column 'Kwartaal' for period", "no column 'Geslacht' for sex")),
    Refused("missing column of a source of areas", NEIGHBOURHOODS, put("code,", "buurtcode,"),
            ("buurten_2024: buurten_2024.csv", "no column 'code' for areas of buurt", "Did you mean 'buurtcode'?")),
    Refused("unknown area everywhere", B, put("9002;", "9999;", 999), ("24 of 24 rows are bad (100.0 %)",)),
    Refused("letters in many numbers", B, put(";5", ";vijf", 99), ("rows are bad", "at most 5 %")),
    Refused("sums off", B, put(";T;105", ";T;205"), ("inhabitants over sex differs from its total 1 times",),
            (checked("parts: {inhabitants: sex}"),)),
    Refused("doubled rows", B, lambda data: data + data.split(b"\n", 1)[1], ("rows are bad (50.0 %)",)),
    Refused("too few rows", B, lambda data: b"\n".join(data.split(b"\n")[:4]), ("3 rows, expected 20 to inf",),
            (checked("rows: {least: 20}"),)),
    Refused("too many rows fewer than before", B, lambda data: b"\n".join(data.split(b"\n")[:10]),
            ("9 rows, the delivery before had 24",), (checked("rows: {change_pct: 10}"),)),
    Refused("empty file", B, instead(b""), ("register_b.csv",)),
    Refused("header alone", B, lambda data: data.split(b"\n")[0] + b"\n", ("no rows with figures",)),
    Refused("all figures blank", B, instead("Gemeente;Kwartaal;Geslacht;Aantal\n9002;2023 1e kwartaal;M;\n"),
            ("no rows with figures",)),
    Refused("encoding not as declared", B, lambda data: data + "9002;2023 1e kwartaal;één;1\n".encode("latin-1"),
            ("register_b.csv", "utf-8"),
            (("sources/register.yml", "{kind: csv,", "{kind: csv, encoding: utf-8,"),)),
    Refused("ragged lines", B, put(";M;", ";M;0;", 99), ("rows are bad",)),
    Refused("zip of two files", B, lambda data: zipped("a.csv", data) + b"junk", ("register_b.csv",)),
    Refused("picture", B, instead(b"\x89PNG\r\n\x1a\n" + bytes(200)), ("register_b.csv",)),
    Refused("correction that no longer holds", B, put("2023 1e kwartaal;M;50", "2023 1e kwartaal;M;51"),
            ("the supplier now delivers ['51']; expected '500'", "Remove or renew the correction."),
            (("corrections.yml", "", CORRECTION.format(expect="500")),)),
    Refused("invented beside real", "new/noaber-deliveries.yml", instead("synthetic: true\n"),
            ("invented deliveries lie inside a folder of others",)),
    Refused("two files for one slot", "again/register_b.csv", instead("other"),
            ("two different deliveries of register have the name 'register_b.csv'",)),
]  # fmt: skip


@pytest.mark.parametrize("fault", REFUSED, ids=lambda fault: fault.name)
def test_a_broken_delivery_refuses_the_build(
    built_office: OfficeHome, fault: Refused, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its message and exit code; the release that stood before still stands, to the byte."""
    before = built_office.standing()
    for change in fault.content:
        built_office.say(*change)
    path = built_office.deliveries / fault.file
    path.parent.mkdir(exist_ok=True)
    if fault.file.endswith(".gz"):
        (built_office.deliveries / fault.file.removesuffix(".gz")).unlink()
        built_office.say("sources/register.yml", "register_*.csv", "register_*.csv*")
    built_office.send(fault.file, fault.change)
    code, text = run_build(built_office, monkeypatch, capsys)
    assert code == fault.code, text
    for said in fault.said:
        assert said in text, text
    assert "Traceback" not in text
    assert built_office.standing() == before
    assert accounted(built_office)


def run_build(
    office: OfficeHome, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    """Run `noaber build`; give the exit code and what was said."""
    monkeypatch.setenv("NOABER_HOME", str(office.store.home))
    with pytest.raises(SystemExit) as stopped:
        main(["build", str(office.content), "--deliveries", str(office.deliveries)])
    said = capsys.readouterr()
    return int(stopped.value.code or 0), said.out + said.err


def accounted(office: OfficeHome) -> bool:
    """Say whether every row of every delivery that was read is kept, bad, empty or left out."""
    for notes in office.store.home.glob("cache/records/*/*/notes.json"):
        counts = json.loads(notes.read_text("utf-8"))["counts"]
        if "kept" in counts:
            assert counts["read"] == sum(counts[name] for name in ("kept", "bad", "empty", "left_out"))
    return True


@dataclass(frozen=True)
class SetApart:
    """A fault in one row: what it is changed to, and the line, column and reason with which it lies in quarantine."""

    name: str
    old: str
    new: str
    row: int
    column: str
    reason: str


SET_APART = [
    SetApart("unknown area", "Astad (gem.);2023 1e kwartaal;M", "Bstad (gem.);2023 1e kwartaal;M", 2, "area",
             "unknown area 'Bstad (gem.)' (gemeente)"),
    SetApart("letters in a number", "2023 1e kwartaal;V;110", "2023 1e kwartaal;V;honderd", 3, "inhabitants",
             "'honderd' is not a number"),
    SetApart("negative count", "2023 2e kwartaal;M;101", "2023 2e kwartaal;M;-101", 5, "inhabitants",
             "-101 is below 0"),
    SetApart("half a person", "2023 2e kwartaal;V;112", "2023 2e kwartaal;V;112,5", 6, "inhabitants",
             "'112,5' is not a whole number"),
    SetApart("English thousands", "2023 3e kwartaal;M;102", "2023 3e kwartaal;M;1,020,000", 8, "inhabitants",
             "'1,020,000' is not a number"),
    SetApart("impossible period", "2023 3e kwartaal;V", "2023 5e kwartaal;V", 9, "period",
             "'2023 5e kwartaal' is not a period"),
    SetApart("period for never", "2023 4e kwartaal;M", "9999;M", 11, "period", "'9999' is not a period"),
    SetApart("unknown code", "2023 4e kwartaal;V", "2023 4e kwartaal;O", 12, "sex", "unknown code 'O' of sex"),
    SetApart("cell too many", "2024 1e kwartaal;M;104", "2024 1e kwartaal;M;104;7", 14, "",
             "not as many cells as the header"),
    SetApart("doubled row", "2024 1e kwartaal;V;118", "2023 4e kwartaal;T;118", 15, "",
             "1 rows stand there again, first for area GM9001, period 2023-Q4, sex "),
]  # fmt: skip


@pytest.fixture(scope="module")
def with_bad_rows(built_once: OfficeHome, tmp_path_factory: pytest.TempPathFactory) -> OfficeHome:
    """An office in which one delivery has all these bad rows, and the content tolerates them."""
    office = copy_office(built_once, tmp_path_factory.mktemp("bad") / "rows")
    for fault in SET_APART:
        office.send(A, put(fault.old, fault.new))
    office.say("sources/register.yml", "checks:", "tolerate_pct: 50\nchecks:")
    assert office.build().new
    return office


@pytest.mark.parametrize("fault", SET_APART, ids=lambda fault: fault.name)
def test_a_bad_row_is_set_apart(with_bad_rows: OfficeHome, fault: SetApart) -> None:
    """It lies in quarantine with line, column, reason and what was delivered."""
    rows = with_bad_rows.quarantine()[f"register/{A}"]
    (row,) = [row for row in rows if row["row"] == str(fault.row)]
    assert (row["column"], row["reason"]) == (fault.column, fault.reason)
    assert row["record"]


def test_the_other_rows_make_a_release(with_bad_rows: OfficeHome) -> None:
    """Every row is accounted for, none twice; figures stand where rows were good."""
    assert accounted(with_bad_rows)
    release = with_bad_rows.release()
    delivery = next(d for d in release.manifest["deliveries"] if d["file"] == A)
    assert (delivery["rows_read"], delivery["rows_kept"], delivery["rows_bad"]) == (24, 14, 10)
    assert len(with_bad_rows.quarantine()[f"register/{A}"]) == 10
    cells = release.observations("inhabitants", areas="GM9001", periods="2023-Q1..2023-Q4", slices="all")
    release.close()
    assert cells.select("period", "slice", "value").rows() == [
        ("2023", "", 210.0), ("2023-Q1", "", 210.0), ("2023-Q2", "", 213.0), ("2023-Q3", "", 216.0),
        ("2023-Q4", "", 219.0),
    ]  # fmt: skip


def test_sums_that_are_off_are_reported_with_the_release(built_office: OfficeHome) -> None:
    """Where the check only reports."""
    built_office.send(A, put("1e kwartaal;T;210", "1e kwartaal;T;211"))
    built_office.build()
    release = built_office.release()
    found = [finding for finding in release.catalogue.findings if finding.check == "parts_are_not_the_total"]
    release.close()
    assert [(f.source, f.severity, f.count) for f in found] == [("register", "report", 1)]
    assert found[0].detail["message"] == "inhabitants over sex differs from its total 1 times, at most 1"


def test_the_faults_of_all_deliveries_are_told_together(built_office: OfficeHome) -> None:
    """One that cannot be read hides none of the others."""
    built_office.send(A, put("Kwartaal", "Periode"))
    built_office.send(B, instead(b""))
    built_office.send(C, put("C-ham", "D-ham", 99))
    with pytest.raises(Exception, match="register_b") as caught:
        built_office.build()
    text = str(caught.value)
    assert "register: register_a.csv  no column 'Kwartaal' for period" in text
    assert "register: register_c.csv  21 of 21 rows are bad" in text or "rows are bad (100.0 %)" in text


def test_quarantine_is_that_of_the_content_as_it_is_now(built_office: OfficeHome) -> None:
    """A code learnt since takes its rows out again; a fault more puts them in."""
    built_office.send(A, put("2023 2e kwartaal;M;101", "2023 2e kwartaal;X;101"))
    built_office.build()
    assert len(built_office.quarantine()[f"register/{A}"]) == 1
    built_office.say("sources/register.yml", "M: m", "M: m, X: m")
    built_office.build()
    assert built_office.quarantine() == {}
    built_office.say("sources/register.yml", "min: 0", "min: 102")
    built_office.say("sources/register.yml", "checks:", "tolerate_pct: 100\nchecks:")
    built_office.build()
    assert len(built_office.quarantine()[f"register/{A}"]) == 2


def test_a_repaired_delivery_makes_good(built_office: OfficeHome) -> None:
    """What stood before comes back once the good file comes again, and is not made anew."""
    before = built_office.standing()
    good = (built_office.deliveries / B).read_bytes()
    built_office.send(B, instead(b""))
    with pytest.raises(Exception, match="register_b"):
        built_office.build()
    built_office.send(B, instead(good))
    built_office.build()
    release = built_office.release()
    assert release.count(release.select("inhabitants", slices="all")) > 0
    release.close()
    assert before is not None


def test_without_a_delivery_of_every_source_there_is_no_build(fresh_office: OfficeHome) -> None:
    """All that lack are told, with what to do."""
    for file in (NEIGHBOURHOODS, A, B, C):
        (fresh_office.deliveries / file).unlink()
    with pytest.raises(Exception, match="no delivery of source") as caught:
        fresh_office.build()
    problems = caught.value.problems  # type: ignore[attr-defined]
    assert [(p.place, p.found, p.expected) for p in problems] == [
        ("regions/office/sources/buurten_2024.yml:1", "no delivery of source 'buurten_2024'", "buurten_2024.csv"),
        ("regions/office/sources/register.yml:1", "no delivery of source 'register'", "register_*.csv"),
    ]
    assert "optional: true" in problems[0].next_step
    assert fresh_office.standing() is None


def test_an_optional_source_may_lack(fresh_office: OfficeHome) -> None:
    """Its figures are absent, the others there."""
    (fresh_office.deliveries / NEIGHBOURHOODS).unlink()
    fresh_office.say("sources/buurten_2024.yml", "vintage: 2024", "vintage: 2024\noptional: true")
    fresh_office.build()
    release = fresh_office.release()
    assert set(release.observations("inhabitants", level="buurt")["vintage"]) == {2023}
    release.close()


def test_real_and_invented_deliveries_never_mix(
    built_office: OfficeHome, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one home there is one kind; refusing has its own exit code."""
    before = built_office.standing()
    for path in built_office.deliveries.glob("*.csv"):
        if path.name != A:
            path.unlink()
    built_office.send("noaber-deliveries.yml", instead("synthetic: true\n"))
    code, text = run_build(built_office, monkeypatch, capsys)
    assert code == 4
    assert "invented and real deliveries stand side by side; expected one kind" in text
    assert "NOABER_HOME" in text
    assert built_office.standing() == before


def test_a_folder_that_is_not_there_is_told(
    built_office: OfficeHome, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """And content that is broken, with its own exit code."""
    monkeypatch.setenv("NOABER_HOME", str(built_office.store.home))
    for arguments, expected in (
        ([str(built_office.content), "--deliveries", str(tmp_path / "nowhere")], 3),
        ([str(tmp_path / "nowhere")], 2),
    ):
        with pytest.raises(SystemExit) as stopped:
            main(["build", *arguments])
        assert stopped.value.code == expected
        assert "no such folder" in capsys.readouterr().err
