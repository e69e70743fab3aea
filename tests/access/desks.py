"""A desk of accounts with the rights of the fixture office, and a clock that a test sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from noaber.access.accounts import Account, Appointment, add_account, find_account
from noaber.access.desk import Desk, open_desk
from noaber.access.second_factor import confirm_factor, propose_factor
from noaber.access.signing_in import change_password
from noaber.content.read import read_rights

OFFICE = Path(__file__).resolve().parent.parent / "office"
PASSWORD = "vier paarden in de mist"
SESSION = "0" * 64
"""The hash of the session in which an app is taken into use."""
QUICK = PasswordHasher.from_parameters(CHEAPEST)
"""The least that argon2id takes: tests sign in hundreds of times."""
START = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


@dataclass
class DeskWithClock:
    """A desk, and its time."""

    desk: Desk
    home: Path
    url: str
    moment: datetime = START

    def pass_by(self, **stretch: float) -> None:
        """Let time go by."""
        self.moment += timedelta(**stretch)

    def account(self, role: str = "housing", login: str = "anna@example.org", *areas: str) -> Account:
        """Make an account with a password."""
        made = add_account(self.desk, login, "Anna de Vries", [Appointment(role, areas, "2027-06-30")])
        assert change_password(self.desk, made, PASSWORD) == ()
        return find_account(self.desk, made.id)

    def app_of(self, account: Account) -> pyotp.TOTP:
        """Let an account take an app into use, a while ago; gives the app."""
        key = propose_factor(self.desk, account, SESSION)
        assert confirm_factor(self.desk, account, SESSION, pyotp.TOTP(key).at(self.moment))
        self.pass_by(minutes=5)
        return pyotp.TOTP(key)


def open_test_desk(home: Path, url: str = "") -> DeskWithClock:
    """Open a desk over an empty database."""
    _, rights = read_rights(OFFICE)
    assert rights is not None
    found = DeskWithClock(None, home, url)  # type: ignore[arg-type]
    found.desk = open_desk(home, "office", rights, url, ("Drieland", "Bureau Drieland"), lambda: found.moment, QUICK)
    return found
