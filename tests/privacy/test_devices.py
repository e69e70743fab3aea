"""Identifiers of devices are recognised in all notations, and ordinary columns are left alone."""

from __future__ import annotations

import base64
import hashlib

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.privacy.devices import check_devices, find_devices

octets = st.lists(st.integers(0, 255), min_size=6, max_size=6)
NOTATIONS = {
    "colons": lambda pairs: ":".join(pairs),
    "hyphens": lambda pairs: "-".join(pairs),
    "spaces": lambda pairs: " ".join(pairs),
    "dots": lambda pairs: ".".join("".join(pairs)[at : at + 4] for at in (0, 4, 8)),
    "halves": lambda pairs: "".join(pairs[:3]) + "-" + "".join(pairs[3:]),
    "bare": lambda pairs: "".join(pairs),
}
IMEIS = ["490154203237518", "356938035643809", "352099001761481"]


@given(octets.filter(lambda found: any(c in "abcdef" for octet in found for c in f"{octet:02x}")))
def test_mac_addresses_in_every_notation(found: list[int]) -> None:
    """Small letters and capitals; whatever the column is called."""
    for write in NOTATIONS.values():
        for form in ("02x", "02X"):
            column = pl.DataFrame({"x": [write([format(octet, form) for octet in found]), None]})
            assert [(one.kind, one.count) for one in find_devices(column)] == [("MAC addresses", 1)]


@pytest.mark.parametrize("text", ["seen aa:bb:cc:dd:ee:ff at 12:00", "0:1a:2b:3:4d:5e", "11:22:33:44:55:66"])
def test_mac_addresses_within_a_text(text: str) -> None:
    """One is enough, among thousands of other texts."""
    column = pl.DataFrame({"remark": ["quiet", "busy"] * 500 + [text]})
    assert [one.count for one in find_devices(column)] == [1]


@pytest.mark.parametrize("write", [str, int, lambda n: f"{n[:2]}-{n[2:8]}-{n[8:14]}-{n[14]}"])
def test_imei_numbers(write: object) -> None:
    """As text, as whole number, with hyphens; by their check digit, whatever the column is called."""
    column = pl.DataFrame({"x": [write(number) for number in IMEIS]})  # type: ignore[operator]
    assert [one.kind for one in find_devices(column)] == ["IMEI numbers"]


@pytest.mark.parametrize(
    "name", ["mac", "MAC_hash", "macAddress", "client-mac", "Bssid", "device_id", "deviceHash", "ssid_mac"]
)
@pytest.mark.parametrize("hash", ["md5", "sha1", "sha256", "sha512"])
def test_hashed_identifiers_in_columns_so_named(name: str, hash: str) -> None:
    """A hash of so few possibilities is no protection."""
    codes = [hashlib.new(hash, f"aa:bb:cc:00:00:0{n}".encode()).hexdigest() for n in range(3)]
    assert [one.column for one in find_devices(pl.DataFrame({name: codes}))] == [name]


@pytest.mark.parametrize("name", ["idfa", "GAID", "advertisingId", "advertising_id", "reclame_id", "maid"])
def test_advertising_identifiers(name: str) -> None:
    """UUIDs in a column so named."""
    found = find_devices(pl.DataFrame({name: ["38400000-8cf0-11bd-b23e-10b96e40000d"]}))
    assert [one.kind for one in found] == ["advertising identifiers, or what is made of them"]


ORDINARY = {
    "establishment": ["000012345678", "000087654321", "123456789012"],  # vestigingsnummer, 12 digits
    "dwelling": ["0153010000212345", "0153010000212346", "0153010000212347"],  # BAG, 16 digits
    "time": ["2024-01-02 12:30:45", "12:30", "2024-01-02T12:30:45+01:00"],
    "moment": ["2024-01-02-12-30-45", "2024-01-02-12-30-46", "2024-01-02-12-30-47"],
    "phone": ["06-12-34-56-78", "053-123 45 67", "+31 53 123 45 67"],
    "account": ["NL91ABNA0417164300", "NL20INGB0001234567", "1234.5678.9012"],
    "pair": ["123456-654321", "111111-222222", "333333:444444"],
    "postcode": ["7511DN", "7541 WM", "7523"],
    "macro_region": ["a1b2c3d4e5f60718293a4b5c6d7e8f90", "x", "y"],
    "pharmacy": ["a1b2c3d4e5f60718293a4b5c6d7e8f90", "x", "y"],
    "device_id": ["sensor-12", "A7", "centrum"],  # the short name of a sensor
    "device_date": [20240102, 20240103, 20240104],
    "device_location": ["centrum-noord-hengelo-oost", "station-zuidzijde-uitgang-b", "markt"],
    "mac_count": ["12", "0", "7"],
    "record": ["38400000-8cf0-11bd-b23e-10b96e40000d", "b", "c"],
    "fifteen": ["123456789012345", "223456789012345", "490154203237518"],
    "colour": ["#aabbcc", "facade", "decade"],
    "count": [1, 2, 3],
    "share": [0.1, 0.2, None],
    "empty": [None, None, None],
}


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_columns_are_left_alone(name: str) -> None:
    """Numbers of establishments and dwellings, times, telephones of organisations, sensors with a short name."""
    assert find_devices(pl.DataFrame({name: ORDINARY[name]})) == []


def test_one_problem_tells_all_columns_and_no_value() -> None:
    """Place, found, expected, next step."""
    rows = pl.DataFrame({"sensor": ["A1", "A2"], "mac": ["aa:bb:cc:00:11:22"] * 2, "imei_nr": ["490154203237518", "x"]})
    (problem,) = check_devices(rows, "passers.csv")
    assert problem.place == "passers.csv"
    assert problem.found == (
        "identifiers of devices in 'mac' (MAC addresses, 2 rows), "
        "'imei_nr' (IMEI numbers, or what is made of them, 1 row)"
    )
    assert "counts" in problem.expected
    assert "per sensor" in problem.next_step
    assert "aa:bb" not in str(problem)
    assert "490154" not in str(problem)
    assert check_devices(rows.select("sensor"), "passers.csv") == []
    assert check_devices(pl.DataFrame(), "passers.csv") == []


def test_a_hash_in_base_64_is_a_hash() -> None:
    """In a column so named."""
    code = base64.b64encode(hashlib.sha256(b"aa:bb:cc:00:00:01").digest()).decode()
    assert len(find_devices(pl.DataFrame({"mac_hash": [code]}))) == 1
