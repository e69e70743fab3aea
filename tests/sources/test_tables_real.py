"""Real files of suppliers: that they are read whole, checked against totals known from elsewhere."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from noaber.content.formats import TableFormat
from noaber.sources.tables import read_table, unpack_parts
from noaber.vocabulary.errors import DeliveryError

pytestmark = pytest.mark.real

TWENTE = [141, 147, 153, 158, 163, 164, 168, 173, 183, 189, 1700, 1735, 1742, 1774]


@pytest.fixture
def data(shared: Path) -> Path:
    return shared / "data"


def read(path: Path, **options: Any) -> pl.DataFrame:
    return read_table(unpack_parts(path), TableFormat.model_validate(options))


SIZES = [
    ("01_wijken_buurten/pc4/pc4_2023_v2.xlsx", 4070, 133, {"skip": 6, "header_rows": 3, "unit_row": True}),
    ("01_wijken_buurten/utrecht_kwb/CBS-Utrecht-kwb-2023.xlsx", 122, 121, {}),
    ("01_wijken_buurten/woonikveilig/gemeenten.json", 342, 8, {"rows": "gemeenten[*]"}),
    ("02_geo_indelingen/tmap/csv/NLD_dist.geojson.gz", 3340, 19, {}),
    ("02_geo_indelingen/vng/cbs_munic_codes.xlsx", 346, 2, {}),
    ("03_regionale_reeksen/bevolking/250112_CLEAN_population_regional_NL.csv.gz", 15630, 27, {}),
    ("03_regionale_reeksen/conjunctuur/a0_combinedMonthly.csv", 520, 37, {}),
    ("03_regionale_reeksen/energie/81528NED_energy_consumption_raw.csv.gz", 66480, 8, {}),
    ("03_regionale_reeksen/wonen/Bevolkingsontwikkeling_per_jaar.csv", 556, 6, {"footer": "^Bron"}),
    ("04_weer_passanten/hystreet_moers/besucherzahlen-moers-juni-2022-stundlich.csv", 720, 14, {}),
    ("04_weer_passanten/knmi/windspeed.xlsx", 365, 17, {}),
    ("04_weer_passanten/melbourne/csv/pedestrian.csv.gz", 66037, 5, {}),
    ("08_referentie_modellen/wpp2019_world/popF.txt.gz", 5229, 18, {}),
    ("08_referentie_modellen/record_linkage/febrl_dataset4a.csv.gz", 5000, 11, {}),
]
KINDS = {"xlsx": "xlsx", "json": "json", "geojson": "geojson", "csv": "csv", "txt": "csv"}


@pytest.mark.parametrize(("file", "rows", "columns", "options"), SIZES, ids=[case[0].split("/")[-1] for case in SIZES])
def test_a_file_is_read_whole(data: Path, file: str, rows: int, columns: int, options: dict[str, Any]) -> None:
    kind = KINDS[file.removesuffix(".gz").rsplit(".", 1)[1]]
    frame = read(data / file, kind=kind, **options)
    assert (frame.height, frame.width - 2) == (rows, columns)
    assert frame["ragged"].null_count() == frame.height
    assert frame["row"].is_sorted()


def test_commuting_adds_up_to_the_published_total(data: Path) -> None:
    frame = read(data / "03_regionale_reeksen/woonwerk/csv/NL_commuting.csv.gz", kind="csv")
    assert frame.height == 151_056
    assert round(frame["value"].cast(pl.Float64).sum()) == 5_386_736


def test_postcodes_keep_their_secrets_and_their_header(data: Path) -> None:
    path = data / "01_wijken_buurten/pc4/pc4_2023_v2.xlsx"
    frame = read(path, kind="xlsx", skip=6, header_rows=3, unit_row=True)
    assert frame.columns[1:4] == ["Postcode-4", "Inwoners|Totaal|Totaal", "Inwoners|Geslacht|Man"]
    assert "Energie, gedurende 2023|Gas verbruik" in frame.columns
    assert frame.row(0)[:3] == (11, "1011", "9910")
    assert sum((frame[name] == "-99997").sum() for name in frame.columns[1:-1]) == 13_767


STATLINE = [
    ("incomes", 342, ["Regio's", "Inkomen|Gemiddeld gestandaardiseerd inkomen", "Populatie",
                      "Kenmerken van huishoudens", "Perioden"]),
    ("mun_size", 727, ["Regio's", "Perioden", "Bevolking|Bevolkingssamenstelling op 1 januari|Totale bevolking",
                       "Bevolking|Bevolkingssamenstelling op 1 januari|Bevolkingsdichtheid",
                       "Milieu en bodemgebruik|Bodemgebruik|Oppervlakte|Land"]),
    ("prices", 728, ["Regio's", "Onderwerp", "unit", "2023"]),
    ("property_types", 356, ["Regio's", "Perioden", "Beginstand woningvoorraad|Totaal woningen",
                             "Beginstand woningvoorraad|Meergezinswoningen totaal",
                             "Beginstand woningvoorraad|Eengezinswoningen totaal",
                             "Beginstand woningvoorraad|Vrijstaande woning"]),
    ("surface", 442, ["Regio's", "Perioden", "Beginstand woningvoorraad|Totaal|Totaal",
                      "Gemiddelde oppervlakte|Totaal|Totaal"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rows", "columns"), STATLINE, ids=[case[0] for case in STATLINE])
def test_exports_of_the_statline_site(data: Path, name: str, rows: int, columns: list[str]) -> None:
    frame = read(data / f"03_regionale_reeksen/housing-nl/{name}.csv", kind="statline", decimal=",")
    assert frame.columns[1:-1] == columns
    assert frame.height == rows
    assert frame["ragged"].null_count() == rows
    assert not frame["Regio's"].str.contains("Bron:").any()


def test_values_of_the_statline_site(data: Path) -> None:
    folder = data / "03_regionale_reeksen/housing-nl"
    incomes = read(folder / "incomes.csv", kind="statline").filter(pl.col("Regio's") == "Ameland")
    assert incomes.row(0)[2:] == (
        ".",
        "Particuliere huishoudens incl. studenten",
        "Particuliere huishoudens",
        "2022*",
        None,
    )
    sizes = read(folder / "mun_size.csv", kind="statline").filter(pl.col("Regio's") == "Enschede")
    assert sizes.row(0)[2:4] == ("2023", "161235")


def test_distances_in_a_flat_export(data: Path) -> None:
    name = "CBS-Utrecht_Nabijheid_voorzieningen__buurt_2023_14102024_164034.csv"
    path = data / "01_wijken_buurten/utrecht_kwb" / name
    frame = read(path, kind="csv")
    assert (frame.height, frame.width - 2) == (123, 115)
    assert frame.row(0)[1:6] == ("Nederland", "Nederland", "Land", "NL00", ".")
    assert frame.equals(read(path, kind="statline"))


def test_municipalities_with_their_neighbourhoods(data: Path) -> None:
    folder = data / "01_wijken_buurten/woonikveilig/gemeente"
    options = {"kind": "json", "rows": [".", "wijken", "buurten"], "inherit": {"gemeente": "code"}}
    borne = read(folder / "GM0147.json", **options)
    first = json.loads((folder / "GM0147.json").read_text("utf-8"))
    assert borne.height == 1 + len(first["wijken"]) + len(first["buurten"])
    assert borne["veiligheid.trend.2021"][0] == str(first["veiligheid"]["trend"]["2021"])
    assert borne["gemeente"].to_list()[:2] == [None, "GM0147"]
    all_of_twente = read(folder, **options)
    assert all_of_twente["type"].value_counts().sort("type").rows() == [("buurt", 537), ("gemeente", 14), ("wijk", 127)]


def test_neighbourhood_shapes_agree_with_their_converted_copy(data: Path) -> None:
    folder = data / "01_wijken_buurten/twente_buurten_2021"
    shapes = read(folder / "buurten.shp", kind="shapefile", crs="EPSG:28992")
    copies = read(folder / "csv/buurten_wgs84.geojson.gz", kind="geojson")
    assert shapes.height == copies.height == 517
    assert shapes["buurtcode"].to_list() == copies["buurtcode"].to_list()
    for one, other in zip(shapes["geometry"].head(40), copies["geometry"].head(40), strict=True):
        assert first_point(one) == pytest.approx(first_point(other), abs=1e-5)


def first_point(geometry: str) -> list[float]:
    value = json.loads(geometry)["coordinates"]
    while isinstance(value[0], list):
        value = value[0]
    return list(value)


def test_regions_in_version_3(data: Path) -> None:
    frame = read(data / "09_odata_px_metadata/odata_v3_85067NED", kind="cbs_odata3")
    assert (frame.height, frame.width - 2) == (345, 57)
    inhabitants = frame.with_columns(pl.col("Inwonertal_54").cast(pl.Int64))
    assert inhabitants["Inwonertal_54"].sum() == 17_590_672
    ours = inhabitants.filter(pl.col("RegioS").is_in([f"GM{code:04}" for code in TWENTE]))
    assert (ours.height, ours["Inwonertal_54"].sum()) == (14, 633_917)


def test_codes_with_line_ends_in_their_text(data: Path) -> None:
    folder = data / "09_odata_px_metadata/odata_v3_85318NED"
    assert read(folder, kind="cbs_odata3", member="WijkenEnBuurten.csv").height == 18_003
    with pytest.raises(DeliveryError, match="has no figures"):
        read(folder, kind="cbs_odata3")


def test_observations_in_version_4(data: Path) -> None:
    frame = read(data / "09_odata_px_metadata/odata_v4_csv_armoede", kind="cbs_odata4", decimal=",")
    assert frame.height == 11_460
    assert frame["Value"][0] == "481,8"
    assert set(frame.columns) > {"Measure", "Perioden", "Value", "ValueAttribute"}


@pytest.mark.parametrize(("station", "days"), [("278", 13_377), ("279", 13_690), ("283", 13_690)])
def test_weather_series(data: Path, station: str, days: int) -> None:
    frame = read(data / f"04_weer_passanten/knmi/etmgeg_{station}.txt.gz", kind="knmi")
    assert (frame.height, frame.width - 2) == (days, 41)
    assert frame["STN"].unique().to_list() == [station]
    assert frame["YYYYMMDD"].str.contains(r"^\d{8}$").all()


def test_a_download_that_stopped_halfway(data: Path, tmp_path: Path) -> None:
    whole = (data / "03_regionale_reeksen/energie/81528NED_energy_consumption_raw.csv.gz").read_bytes()
    (tmp_path / "energie.csv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DeliveryError, match=r"energie\.csv\.gz  is cut off"):
        unpack_parts(tmp_path / "energie.csv.gz")


def test_half_a_table_shows_its_broken_line(data: Path) -> None:
    whole = gzip.decompress((data / "03_regionale_reeksen/energie/81528NED_energy_consumption_raw.csv.gz").read_bytes())
    cut = whole[: whole.rindex(b",", 0, len(whole) // 2)]
    frame = read_table({"energie.csv": cut}, TableFormat(kind="csv"))
    assert frame["ragged"].is_not_null().sum() == 1
    assert frame["ragged"][-1] is not None
