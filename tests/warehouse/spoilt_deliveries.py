"""Deliveries of three suppliers of the fixture office: one sound, one that tells late, one with a spoilt file."""

from __future__ import annotations

from pathlib import Path

from people_deliveries import QUARTERS, Town, invent, office_door, write_deliveries

from noaber.content.model import Region
from noaber.warehouse.build import receive
from noaber.warehouse.delivery_report.holdings import Holdings, gather_holdings
from noaber.warehouse.store import Store

OWN, LATE, SPOILT = "GM9001", "GM9002", "GM9003"
NEWEST = QUARTERS[-1]
SPOILT_LINES = (
    "900;2024-Q4;{bsn};X;2024-10-01;;10,00;N",  # a product that nobody knows
    "901;2024-Q4;123456789;H;2024-10-01;;10,00;N",  # a number that fails the test
    "902;2024-Q4;{bsn};H;2024-10-01;2024-09-01;10,00;N",  # ends before it begins
    "903;2024-Q4;{bsn};H;2024-10-01;;ten;N",
    "904;2024-Q4;{bsn};D;1911-01-01;;10,00;N",  # begins before its client was born
    "905;2024-Q4;{bsn};J;2025-01-01;;10,00;N",  # begins when the quarter is over
    "906;2024-Q4;{bsn};J;2024-10-05;;10,00;V",  # taken back, and never told
    "907;2024-Q4;{bsn};B;2024-10-01;2024-10-31;10,00;N",
    "908;2024-Q4;{bsn};B;2024-10-31;;10,00;N",  # the same product on the same day
    "908;2024-Q4;{bsn};B;2024-10-31;;10,00;N",  # twice
)


def write_spoilt(folder: Path) -> Town:
    """Write what three suppliers deliver: the second tells every tenth row a quarter late; the third delivered nothing
    in 2023-Q3, and its last file begins with SPOILT_LINES."""
    town = invent(7, 300, 600)
    write_deliveries(folder, town)
    _tell_late(folder)
    (folder / f"care_{SPOILT}_2023-Q3.csv").unlink()
    path = folder / f"care_{SPOILT}_{NEWEST}.csv"
    head, *lines = path.read_text("utf-8").splitlines()
    number = lines[0].split(";")[2]
    path.write_text("\n".join([head, *(line.format(bsn=number) for line in SPOILT_LINES), *lines]) + "\n", "utf-8")
    return town


def _tell_late(folder: Path) -> None:
    held: list[str] = []
    for quarter in QUARTERS:
        path = folder / f"care_{LATE}_{quarter}.csv"
        head, *lines = path.read_text("utf-8").splitlines()
        kept = [line for at, line in enumerate(lines) if at % 10]
        path.write_text("\n".join([head, *kept, *held]) + "\n", "utf-8")
        held = lines[::10]


def bring_in(office: Region, folder: Path, home: Path) -> Holdings:
    """Let deliveries in by the door, and give what is then kept of the provisions."""
    receive(office, Store(home), folder, office_door())
    return gather_holdings(office, Store(home), "care")
