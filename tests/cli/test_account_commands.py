"""Commands on accounts and on the log."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from test_commands import run  # noqa: F401 - a fixture

from noaber.access.audit import log
from noaber.access.desk import open_desk
from noaber.content.read import read_rights

FOLDER = "regions/office"
ADD = ("account", "add", FOLDER, "anna@example.org", "--name", "Anna", "--role", "municipality", "--area", "GM9001")
Run = Callable[..., Any]


@pytest.fixture
def anna(run: Run) -> Run:  # noqa: F811
    """An office in which Anna has an account."""
    assert run(*ADD).code == 0
    return run


def test_an_account_is_made_with_a_link(run: Run, tmp_path: Path) -> None:  # noqa: F811
    """Which is shown once; what is kept can be read by its owner alone."""
    answer = run(*ADD)
    link = re.search(r"http://127\.0\.0\.1:8000/nl/wachtwoord/([\w-]{43})\n", answer.out)
    assert link, answer.out
    kept = tmp_path / "home" / "access"
    for path in (kept / "office.sqlite", kept / "secret"):
        assert path.stat().st_mode & 0o077 == 0
        assert link[1].encode() not in path.read_bytes()
    assert "municipality['GM9001'] until 2" in run("account", "list", FOLDER).out


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (ADD, "there is such an account already", 8),
        (("account", "add", FOLDER, "b@example.org", "--name", "B", "--role", "municipal"), "'municipality'", 8),
        (("account", "add", FOLDER, "no name", "--name", "B", "--role", "housing"), "no name to sign in with", 8),
        (("account", "lock", FOLDER, "ann@example.org"), "Did you mean 'anna@example.org'?", 5),
    ],
)
def test_what_cannot_be_is_refused(arguments: tuple[str, ...], said: str, code: int, anna: Run) -> None:
    """With the next step."""
    answer = anna(*arguments)
    assert answer.code == code
    assert said in answer.err


def test_roles_locks_and_resets(anna: Run) -> None:
    """Each tells in the list, and in the log."""
    login = "anna@example.org"
    assert anna("account", "role", FOLDER, login, "housing", "--until", "2099-12-31").code == 0
    assert "housing until 2099-12-31" in anna("account", "list", FOLDER).out
    anna("account", "role", FOLDER, login, "housing", "--take")
    assert "housing" not in anna("account", "list", FOLDER).out
    anna("account", "lock", FOLDER, login)
    assert "locked" in anna("account", "list", FOLDER).out
    anna("account", "lock", FOLDER, login, "--undo")
    assert "/nl/wachtwoord/" in anna("account", "reset", FOLDER, login).out
    shown = anna("audit", "show", FOLDER, "--account", login).out
    for act in ("added", "given", "taken", "lock", "unlock", "reset"):
        assert f'"act":"{act}"' in shown
    assert login not in shown


def test_the_log_is_checked_and_taken_along(anna: Run, tmp_path: Path) -> None:
    """A changed letter makes the command fail."""
    assert anna("audit", "verify", FOLDER).code == 0
    rows = list(csv.DictReader(io.StringIO(anna("audit", "export", FOLDER).out)))
    assert [row["kind"] for row in rows] == ["account", "role", "invitation"]
    with sqlite3.connect(tmp_path / "home" / "access" / "office.sqlite") as database:
        database.execute("DROP TRIGGER audit_stays")
        database.execute("UPDATE audit SET detail = replace(detail, 'GM9001', 'GM9002') WHERE number = 2")
    database.close()
    answer = anna("audit", "verify", FOLDER)
    assert answer.code == 1
    assert "entry 2: is not what was written" in answer.err


def test_a_region_without_rights_has_no_accounts(run: Run, tmp_path: Path) -> None:  # noqa: F811
    """And says where to begin."""
    (tmp_path / "regions" / "office" / "rights.yml").unlink()
    answer = run(*ADD)
    assert answer.code == 5
    assert "give-rights.md" in answer.err


def test_settings_show_no_secret(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """Only that there is one; nor does a refusal."""
    monkeypatch.setenv("NOABER_OIDC_SECRET", "hush")
    monkeypatch.setenv("NOABER_DATABASE", "postgresql://noaber:hush@localhost/x")
    answer = run("settings")
    assert "NOABER_OIDC_SECRET=(set)" in answer.out
    assert "hush" not in answer.out
    monkeypatch.setenv("NOABER_DATABASE", "mysql://noaber:hush@localhost/x")
    answer = run("account", "list", FOLDER)
    assert answer.code == 6
    assert "hush" not in answer.err


def test_a_database_that_is_not_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """Is said without its password."""
    monkeypatch.setenv("NOABER_DATABASE", "postgresql://noaber:hush@127.0.0.1:1/x")
    answer = run("account", "list", FOLDER)
    assert answer.code == 6
    assert "cannot be opened" in answer.err
    assert "hush" not in answer.err


def test_old_entries_are_removed_as_the_content_says(run: Run, tmp_path: Path) -> None:  # noqa: F811
    """Nothing without a rule; else what is older, told first with --dry-run; the log stays whole."""
    rights = tmp_path / FOLDER / "rights.yml"
    _, known = read_rights(tmp_path / FOLDER)
    assert known is not None
    long_ago = open_desk(
        tmp_path / "home", "office", known, "", ("Drieland",), lambda: datetime(2019, 3, 1, tzinfo=UTC)
    )
    for number in range(3):
        log(long_ago, "seen", "a1", figures=number)
    assert run(*ADD).code == 0
    assert "nothing is removed" in run("audit", "purge", FOLDER).out
    rights.write_text(rights.read_text("utf-8") + "log_years: 2\n", "utf-8")
    assert "3 entries of before 2" in run("audit", "purge", FOLDER, "--dry-run").out
    assert run("audit", "show", FOLDER, "--kind", "seen").out.count("figures") == 3
    assert "were removed" in run("audit", "purge", FOLDER).out
    assert "figures" not in run("audit", "show", FOLDER, "--kind", "seen").out
    assert '"upto":3' in run("audit", "show", FOLDER, "--kind", "audit-purged").out
    assert ", 0 breaks" in run("audit", "verify", FOLDER).out
    assert "0 entries of before" in run("audit", "purge", FOLDER).out
