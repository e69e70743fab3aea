"""Refusals of who has not signed in, in the log: few of each sort per place, so that no flood of them makes it grow."""

from __future__ import annotations

from noaber.access.attempts import Brake, is_braked, note_failures
from noaber.access.audit import log
from noaber.access.desk import Desk

QUARTER = 900
OF_ONE_SORT = {"unknown": 20, "provider": 20}
"""How many of a sort are told of one network in a quarter of an hour, where that is more than one."""
OF_ALL = Brake("refusals", 200, 3600)
"""How many of all sorts and places together are told in an hour."""
UNTOLD = Brake("refusals untold", 1, 3600)


def mark_place(desk: Desk, address: str) -> dict[str, str]:
    """Tell where an attempt came from, so that the same place is known again and no address is told."""
    return {"from": desk.secret.mark("audit address", address)[:12]}


def sort_brake(kind: str, why: str) -> Brake:
    """Give the brake on entries of a sort, counted per network."""
    return Brake(f"told {kind} {why}", OF_ONE_SORT.get(why, 1), QUARTER, places=True)


def log_few(desk: Desk, kind: str, address: str, why: str, **detail: str | int) -> None:
    """Log a refusal of a sort (`kind` and `why`), unless as many as are told of it were told of that network a short
    while ago. Where very many come from everywhere, one entry says that more are not told."""
    here = sort_brake(kind, why), address
    if is_braked(desk, [here]):
        return
    if is_braked(desk, [(OF_ALL, "")]):
        _log_untold(desk)
        return
    note_failures(desk, [here, (OF_ALL, "")])
    log(desk, kind, why=why, **detail, **mark_place(desk, address))


def _log_untold(desk: Desk) -> None:
    if not is_braked(desk, [(UNTOLD, "")]):
        note_failures(desk, [(UNTOLD, "")])
        log(desk, "refused", why="many")
