"""Weather files of the KNMI: the complete series per station and the answer of the site's script."""

from __future__ import annotations

import pytest

from noaber.content.formats import TableFormat
from noaber.sources.tables import read_table
from noaber.vocabulary.errors import DeliveryError

SERIES = """BRON: KONINKLIJK NEDERLANDS METEOROLOGISCH INSTITUUT (KNMI)
Opmerking: waarden, mogelijk inhomogeen
YYYYMMDD  = Datum (YYYY=jaar MM=maand DD=dag)

# STN,YYYYMMDD,   FG,   RH
\r
  283,19890101,     ,     \r
  283,20240229,   31,   -1\r
"""
SCRIPT = """# BRON: KNMI
# STN         LON(east)   LAT(north)  ALT(m)  NAME
# 283         6.657       52.069      29.10   Hupsel
# YYYYMMDD  : Datum
# STN,YYYYMMDD,   FG,   RH
  283,20240228,   25,    0
# einde
  283,20240229,   31,   -1
"""


def read(text: str) -> list[tuple[object, ...]]:
    frame = read_table({"etmgeg_283.txt": text.encode()}, TableFormat(kind="knmi"))
    assert frame.columns == ["row", "STN", "YYYYMMDD", "FG", "RH", "ragged"]
    return frame.rows()


def test_a_complete_series() -> None:
    assert read(SERIES) == [(7, "283", "19890101", None, None, None), (8, "283", "20240229", "31", "-1", None)]


def test_an_answer_of_the_script() -> None:
    assert read(SCRIPT) == [(6, "283", "20240228", "25", "0", None), (8, "283", "20240229", "31", "-1", None)]


def test_a_shifted_line_is_kept_whole() -> None:
    assert read(SERIES.replace("   31,   -1", "   31"))[1] == (8, None, None, None, None, "  283,20240229,   31")


def test_a_file_without_header() -> None:
    with pytest.raises(DeliveryError, match=r"etmgeg_283\.txt  has no header line '# STN,\.\.\.'"):
        read("Er is iets misgegaan\n")
