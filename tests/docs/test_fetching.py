"""What docs/how-to/fetch.md says of `noaber fetch`, tried on a supplier on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from manual_running import run_here
from protocol_server import ProtocolServer

SOURCE = """
source: cbs
name: {{nl: Inwoners, de: Einwohner, en: Inhabitants}}
supplier: CBS
deliveries: 99001NED.zip
format: {{kind: cbs_odata3}}
fetch: {{api: cbs_odata3, table: 99001NED, base: "{base}"}}
columns:
  area: {{from: RegioS, area: gemeente}}
  period: {{from: Perioden, period: true}}
  inhabitants: {{from: Inwoners_1, type: integer}}
"""


@pytest.fixture
def region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new region in an empty folder, with three real municipalities besides its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOABER_HOME", raising=False)
    run_here("noaber new hamlet")
    with Path("hamlet/areas/areas.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{code},gemeente,{code},,,,,\n" for code in ("GM0141", "GM0153", "GM0164"))
    for name in ("population", "municipalities"):
        Path(f"hamlet/sources/{name}.yml").unlink()
    population = Path("hamlet/indicators/population.yml")
    text = population.read_text("utf-8").replace("from: population", "from: cbs").replace("[sex=f]", "")
    population.write_text(text.replace("  by: sex\n", ""), "utf-8")
    return Path("hamlet")


def test_fetch_then_build(region: Path) -> None:
    """The first time it is new, then unchanged; a build without --deliveries takes what was fetched."""
    with ProtocolServer() as supplier:
        (region / "sources" / "cbs.yml").write_text(SOURCE.format(base=supplier.base), "utf-8")
        first, again = run_here("noaber fetch hamlet"), run_here("noaber fetch hamlet --only cbs")
    assert first[0] == again[0] == 0
    assert "new        cbs" in first[1]
    assert "12 rows" in first[1]
    assert "unchanged  cbs" in again[1]
    code, said = run_here("noaber build hamlet")
    assert code == 0, said
    assert "rows read               12" in said


def test_an_unknown_source_gets_its_neighbours(region: Path) -> None:
    """--only takes sources with an API, and names the nearest."""
    with ProtocolServer() as supplier:
        (region / "sources" / "cbs.yml").write_text(SOURCE.format(base=supplier.base), "utf-8")
    code, said = run_here("noaber fetch hamlet --only cbs2")
    assert (code, "Did you mean 'cbs'?" in said) == (5, True)
