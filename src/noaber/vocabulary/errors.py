"""Every way this house says no: a problem has a place, what was found, what was expected and the next step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, in words its reader can act on; `allowed` are names a program could use instead.

    >>> print(Problem("a.yml:3", "unknown unit 'person'", "one of persons, euro", "Did you mean 'persons'?"))
    a.yml:3  unknown unit 'person'; expected one of persons, euro
      Did you mean 'persons'?
    """

    place: str
    found: str
    expected: str = ""
    next_step: str = ""
    allowed: tuple[str, ...] = ()

    def __str__(self) -> str:
        first = f"{self.place}  {self.found}" + (f"; expected {self.expected}" if self.expected else "")
        return first + (f"\n  {self.next_step}" if self.next_step else "")


class NoaberError(Exception):
    """A refusal with all its problems at once. Subclasses differ only in code, exit code and HTTP status."""

    code = "error"
    exit_code = 1
    http_status = 500

    def __init__(self, problems: str | Problem | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem("", problems)
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(p).strip() for p in self.problems))


class ContentError(NoaberError):
    """The region folder says something that cannot be meant."""

    code, exit_code = "content", 2


class DeliveryError(NoaberError):
    """A delivery cannot be read or fails its checks."""

    code, exit_code = "delivery", 3


class BuildRefused(NoaberError):
    """A build may not go on; the current release stands."""

    code, exit_code = "refused", 4


class NotFound(NoaberError):
    """A name that is not there; the next step names its nearest neighbours."""

    code, exit_code, http_status = "not-found", 5, 404


class SettingsError(NoaberError):
    """A setting has a value that cannot be used."""

    code, exit_code = "settings", 6


class FetchError(NoaberError):
    """A supplier's service gave no complete answer; what was kept before stands."""

    code, exit_code, http_status = "fetch", 7, 502


class AccountRefused(NoaberError):
    """Something cannot be done to an account: a name that is taken or is none, a role that is not there."""

    code, exit_code, http_status = "account", 8, 400


ERRORS: tuple[type[NoaberError], ...] = (
    ContentError, DeliveryError, BuildRefused, NotFound, SettingsError, FetchError, AccountRefused,
)  # fmt: skip


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Give the known names that look most like `name`, best first; empty where nothing is near.

    >>> nearest("unemployd", ["employed", "unemployed", "labour_force"])
    ['unemployed', 'employed']
    """
    from rapidfuzz import fuzz, process

    found = process.extract(name, list(known), scorer=fuzz.WRatio, limit=most, score_cutoff=70)
    return [str(match[0]) for match in found]


def did_you_mean(name: str, known: Sequence[str], what: str = "Known") -> str:
    """Say which known name was probably meant, or list a few that exist."""
    near = nearest(name, known)
    if near:
        return f"Did you mean '{near[0]}'?" + (f" Also near: {', '.join(near[1:])}." if near[1:] else "")
    return f"{what}: {', '.join(sorted(known)[:12])}{' ...' if len(known) > 12 else ''}."
