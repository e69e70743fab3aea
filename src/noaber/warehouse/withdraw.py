"""Taking back a whole delivery, and undoing that: what counts in the builds from now on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from noaber.content.model import Region
from noaber.sources.deliveries import Delivery, Keeper
from noaber.sources.door import refuse_numbers
from noaber.sources.locking import hold_folder
from noaber.sources.withdrawals import Withdrawal, note_withdrawals, read_withdrawals
from noaber.vocabulary.errors import BuildRefused, NotFound, Problem, did_you_mean
from noaber.warehouse.store import Store

BUSY = Problem("withdraw", "a build of this region is running", "", "Wait until it has ended.")


@dataclass(frozen=True)
class Withdrawn:
    """What was taken back, or brought back, and which delivery of that name counts from now on, one per source."""

    withdrawals: tuple[Withdrawal, ...]
    counts: tuple[Delivery, ...]


def withdraw(region: Region, store: Store, file: str, reason: str, now: datetime, every: bool = False) -> Withdrawn:
    """Take back the newest delivery of a file's name that counts, or `every` one; the one before counts again.

    NotFound where nothing of that name counts. Releases stand; the next build goes without it.
    """
    refuse_numbers(reason, "withdraw", "the reason", "Say why without naming anybody.")
    keeper = store.keeper(region.file.region)
    with hold_folder(store.releases(region.file.region), BuildRefused(BUSY)):
        standing = _standing(keeper, file)
        if not standing:
            raise NotFound(Problem(file, "every delivery of this name is taken back already"))
        stamp, newest = now.isoformat(timespec="seconds"), {one.slot: one for one in standing}
        taken = tuple(Withdrawal(*one.receipt, stamp, reason) for one in (standing if every else newest.values()))
        note_withdrawals(keeper.withdrawn, taken)
        return Withdrawn(taken, _counting(keeper, file))


def restore(region: Region, store: Store, file: str, reason: str, now: datetime) -> Withdrawn:
    """Undo the last withdrawal of a file's name, with all that were made in that moment; NotFound where there is
    none."""
    refuse_numbers(reason, "withdraw", "the reason", "Say why without naming anybody.")
    keeper = store.keeper(region.file.region)
    with hold_folder(store.releases(region.file.region), BuildRefused(BUSY)):
        names = {delivery.receipt for delivery in _of_name(keeper, file)}
        taken = [one for receipt, one in read_withdrawals(keeper.withdrawn).items() if receipt in names]
        if not taken:
            raise NotFound(Problem(file, "no delivery of this name was taken back"))
        stamp, last = now.isoformat(timespec="seconds"), taken[-1].withdrawn_at
        back = tuple(Withdrawal(*one.receipt, stamp, reason, undone=True) for one in taken if one.withdrawn_at == last)
        note_withdrawals(keeper.withdrawn, back)
        return Withdrawn(back, _counting(keeper, file))


def standing_withdrawals(region: Region, store: Store) -> list[Withdrawal]:
    """Give the withdrawals that stand of the sources of a region, oldest first."""
    keeper = store.keeper(region.file.region)
    return [one for one in read_withdrawals(keeper.withdrawn).values() if one.source in region.sources]


def _of_name(keeper: Keeper, file: str) -> list[Delivery]:
    """Give the deliveries of a file's name, oldest first; NotFound with the nearest names where there are none."""
    kept = keeper.kept()
    found = [delivery for delivery in kept if delivery.slot[1] == file.removesuffix(".gz")]
    if not found:
        names = sorted({delivery.file for delivery in kept})
        raise NotFound(Problem(file, "no delivery of this name", "", did_you_mean(file, names, "Deliveries")))
    return found


def _standing(keeper: Keeper, file: str) -> list[Delivery]:
    gone = read_withdrawals(keeper.withdrawn)
    return [delivery for delivery in _of_name(keeper, file) if delivery.receipt not in gone]


def _counting(keeper: Keeper, file: str) -> tuple[Delivery, ...]:
    return tuple({one.slot: one for one in _standing(keeper, file)}.values())
