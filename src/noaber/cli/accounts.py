"""Commands on the accounts of people and on the log of who saw what."""

from __future__ import annotations

import csv
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from noaber.cli.desk import need_desk
from noaber.settings import read_settings

if TYPE_CHECKING:
    from noaber.access.accounts import Account
    from noaber.access.desk import Desk

FOLDER = click.argument("folder", type=click.Path(path_type=Path))
LOGIN = click.argument("login")
UNTIL = click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day; else as rights.yml says.")
AREA = click.option("--area", "areas", multiple=True, help="Code of an area that is the account's own; repeatable.")
COLUMNS = ("number", "at", "kind", "account", "detail", "previous", "hash")


def _desk(folder: Path) -> Desk:
    return need_desk(folder, read_settings())


def _named(desk: Desk, login: str) -> Account:
    from noaber.access.accounts import account_named

    return account_named(desk, login)


@click.group()
def account() -> None:
    """Make, list, lock and reset the accounts of people in region FOLDER."""


@account.command("add")
@FOLDER
@LOGIN
@click.option("--name", required=True, help="Name of the person.")
@click.option("--role", required=True, help="Role, as in rights.yml.")
@AREA
@UNTIL
@click.option("--password", "typed", is_flag=True, help="Ask for a password here, instead of giving a one-time link.")
def add(
    folder: Path, login: str, name: str, role: str, areas: tuple[str, ...], until: date | None, typed: bool
) -> None:
    """Make an account LOGIN (an e-mail address). Its holder chooses a password with a one-time link that is shown here,
    and takes an app for the second step into use."""
    from noaber.access.accounts import Appointment, add_account

    desk = _desk(folder)
    made = add_account(desk, login, name, [Appointment(role, areas, _last_day(desk, until))])
    if typed:
        _ask_password(desk, made)
        click.echo(f"Account {made.login} is made.")
    else:
        _give_link(desk, made)


def _last_day(desk: Desk, until: date | None) -> str:
    return (until or desk.today + timedelta(days=desk.rights.accounts_last)).strftime("%Y-%m-%d")


def _ask_password(desk: Desk, account: Account) -> None:
    from noaber.access.signing_in import change_password

    while True:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        faults = change_password(desk, account, password)
        if not faults:
            return
        click.echo(f"Not good enough: {', '.join(faults)}.", err=True)


def _give_link(desk: Desk, account: Account) -> None:
    from noaber.access.signing_in import INVITED_DAYS, invite

    settings = read_settings()
    site = settings.address.rstrip("/") or f"http://{settings.host}:{settings.port}"
    click.echo(f"One-time link for {account.login}, within {INVITED_DAYS} days; it is shown only here:")
    click.echo(f"{site}/nl/wachtwoord/{invite(desk, account.id)}")


@account.command("list")
@FOLDER
def list_all(folder: Path) -> None:
    """List the accounts with their roles."""
    from noaber.access.accounts import list_accounts

    desk = _desk(folder)
    for one in list_accounts(desk):
        roles = ", ".join(f"{r.role}{list(r.areas) or ''} until {r.until or 'ever'}" for r in one.appointed(desk.today))
        state = "locked" if one.locked else "" if one.may_sign_in(desk.today) else "over"
        click.echo("  ".join(filter(None, [one.login, one.name, roles or "no role", state])))


@account.command("role")
@FOLDER
@LOGIN
@click.argument("role")
@AREA
@UNTIL
@click.option("--take", is_flag=True, help="Take the role away.")
def role(folder: Path, login: str, role: str, areas: tuple[str, ...], until: date | None, take: bool) -> None:
    """Give LOGIN a ROLE, or take it away. Sessions end."""
    from noaber.access.accounts import Appointment, appoint, dismiss

    desk = _desk(folder)
    one = _named(desk, login)
    if take:
        dismiss(desk, one.id, role)
    else:
        appoint(desk, one.id, Appointment(role, areas, _last_day(desk, until)))
    click.echo("Done.")


@account.command("lock")
@FOLDER
@LOGIN
@click.option("--undo", is_flag=True, help="Unlock.")
def lock(folder: Path, login: str, undo: bool) -> None:
    """Lock the account LOGIN: it cannot sign in, and its sessions end."""
    from noaber.access.accounts import change_account

    desk = _desk(folder)
    change_account(desk, _named(desk, login).id, "unlock" if undo else "lock")
    click.echo("Done.")


@account.command("reset")
@FOLDER
@LOGIN
def reset(folder: Path, login: str) -> None:
    """Take password and second step from the account LOGIN, and give a one-time link to choose others."""
    from noaber.access.accounts import change_account

    desk = _desk(folder)
    one = _named(desk, login)
    change_account(desk, one.id, "reset")
    _give_link(desk, one)


# -- the log


@click.group()
def audit() -> None:
    """Check, show and take along the log of who saw what in region FOLDER."""


@audit.command("verify")
@FOLDER
def verify(folder: Path) -> int:
    """Say whether the log is whole: no entry changed, none removed, its end not cut off."""
    from noaber.access.audit import verify_log

    desk = _desk(folder)
    count, breaks = verify_log(desk)
    for one in breaks:
        click.echo(f"entry {one.number}: {BREAKS[one.what]}", err=True)
    click.echo(f"{count:,} entries, {len(breaks)} breaks.")
    return 1 if breaks else 0


BREAKS = {
    "changed": "is not what was written",
    "missing": "is missing, or more from there on",
    "cut": "and what came after is missing: the log was longer",
    "head": "is not the one that was noted beside the database: this is another log",
    "headless": "nothing is noted beside the database of how far the log reaches",
}


@audit.command("show")
@FOLDER
@click.option("--account", "login", help="Only of this account.")
@click.option("--kind", help="Only of this kind, as seen or sign-in-refused.")
@click.option("--most", type=click.IntRange(1, 100_000), default=50, show_default=True, help="How many, newest first.")
def show(folder: Path, login: str | None, kind: str | None, most: int) -> None:
    """Show entries, newest first."""
    from noaber.access.audit import AuditWish, read_entries

    desk = _desk(folder)
    wish = AuditWish(_named(desk, login).id if login else "", kind or "")
    for entry in read_entries(desk, wish, most):
        click.echo(f"{entry.number}  {entry.at}  {entry.kind}  {entry.account or '-'}  {entry.detail}")


@audit.command("purge")
@FOLDER
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
def purge(folder: Path, dry_run: bool) -> None:
    """Remove entries that are older than rights.yml says (log_years). What stays can still be verified: an entry tells
    what was removed, and with which hash it ended."""
    from noaber.access.retention import plan_purge, purge_log

    desk = _desk(folder)
    years = desk.rights.log_years
    if years is None:
        click.echo("rights.yml does not say for how long the log is kept (log_years): nothing is removed.")
        return
    done = plan_purge(desk, years) if dry_run else purge_log(desk, years)
    click.echo(f"{done.count:,} entries of before {done.before} {'would be' if dry_run else 'were'} removed.")


@audit.command("export")
@FOLDER
def export(folder: Path) -> None:
    """Write the whole log as CSV to standard output, oldest first, to be kept elsewhere."""
    from noaber.access.audit import all_entries

    writer = csv.writer(sys.stdout)
    writer.writerow(COLUMNS)
    writer.writerows([getattr(entry, column) for column in COLUMNS] for entry in all_entries(_desk(folder)))
