"""School careers: who sits where in a school year, who goes on, leaves without a diploma, and comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from noaber.synthetic.living.columns import Flags, Ints, Reals, age_on, day
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.panel import Panel

NOT_YET, DONE, DROPPED = -1, 90, 91
PRIMARY, FIRST_VOCATIONAL = 0, 7
MOST_AGE = 23


@dataclass
class Pupils:
    """What people carry from school year to school year: level (or NOT_YET, DONE, DROPPED) and grade."""

    level: Ints
    grade: Ints


@dataclass(frozen=True)
class Enrolments:
    """One school year: row in the panel, level, grade, first and last day (0 where it ends with the year), and marks.

    `early` leaves without a diploma that opens the labour market; `back` came back after leaving early;
    `diploma` finished the level at the end of the year.
    """

    row: Ints
    level: Ints
    grade: Ints
    left: Ints
    early: Flags
    back: Flags
    diploma: Flags


def begin_pupils(people: int) -> Pupils:
    """Give pupils none of whom went to school yet."""
    return Pupils(np.full(people, NOT_YET), np.zeros(people, dtype=np.int64))


def teach(panel: Panel, pupils: Pupils, birth: Ints, terms: Mapping[str, Any], seed: int) -> Enrolments:
    """Give the school year that begins in the year of a panel, and let pupils go on to the next."""
    draws = Draws(seed, "school", panel.year)
    october = day(panel.year, 10)
    age = age_on(birth[panel.person], october)
    rows = np.flatnonzero((age >= 4) & (age < 27) & (panel.stay_end >= october))
    person, age = panel.person[rows], age[rows]
    talent = panel.skill[rows] + 0.75 * draws.normal(len(rows))
    _enter(pupils, person, age, talent, terms, draws)
    back = (pupils.level[person] == DROPPED) & (age < MOST_AGE + 4) & (draws.uniform(len(rows)) < terms["returns"])
    pupils.level[person[back]], pupils.grade[person[back]] = FIRST_VOCATIONAL + 1, 1
    at_school = pupils.level[person] < DONE
    rows, person, age = rows[at_school], person[at_school], age[at_school]
    talent, back = talent[at_school], back[at_school]
    level, grade = pupils.level[person].copy(), pupils.grade[person].copy()
    early = _leave(panel, rows, level, age, terms, draws)
    left = np.where(early, october + 30 + draws.whole(0, 250, len(rows)), 0)
    left = np.where(panel.stay_end[rows] < day(panel.year + 1, 7, 31), panel.stay_end[rows], left)
    early &= left != panel.stay_end[rows]
    diploma = _go_on(pupils, person, early, talent, terms, draws)
    return Enrolments(rows, level, grade, left, early, back, diploma & (left == 0))


def _enter(pupils: Pupils, person: Ints, age: Ints, talent: Reals, terms: Mapping[str, Any], draws: Draws) -> None:
    """Give a level to who has none yet: children of four, and older ones who came to live here."""
    fresh = pupils.level[person] == NOT_YET
    person, age, talent = person[fresh], age[fresh], talent[fresh]
    years = np.array([level["years"] for level in terms["levels"]])
    track = _track(talent, terms)
    primary = age < 12
    spent = np.clip(age - 12, 0, None)
    vocational = FIRST_VOCATIONAL + draws.among([0.04, 0.22, 0.27, 0.47], len(person))
    over = spent >= years[track]
    onward = over & (age < 21) & (track < 5)
    level = np.where(primary, PRIMARY, np.where(over, np.where(onward, vocational, DONE), track))
    grade = np.where(primary, age - 3, np.where(over, 1 + spent - years[track], spent + 1))
    beyond = level < DONE
    beyond &= grade > years[np.where(level < DONE, level, 0)]
    pupils.level[person] = np.where(beyond, DONE, level)
    pupils.grade[person] = grade


def _track(talent: Reals, terms: Mapping[str, Any]) -> Ints:
    """The level after primary school by talent, in the shares of the list."""
    ranks = (np.argsort(np.argsort(talent, kind="stable"), kind="stable") + 0.5) / max(1, len(talent))
    track: Ints = 1 + np.searchsorted(np.cumsum(terms["tracks"]), ranks, side="right")
    return np.minimum(track, len(terms["tracks"]))


def _leave(panel: Panel, rows: Ints, level: Ints, age: Ints, terms: Mapping[str, Any], draws: Draws) -> Flags:
    chance = np.array([one["leaves"] for one in terms["levels"]])[level]
    tilt = np.exp(0.45 * panel.frailty[rows] - 0.35 * panel.skill[rows] - 0.15)
    able = (age >= 14) & (age < MOST_AGE)
    return draws.happens(np.where(able, np.minimum(chance * tilt, 0.8), 0.0))


def _go_on(
    pupils: Pupils, person: Ints, early: Flags, talent: Reals, terms: Mapping[str, Any], draws: Draws
) -> Flags:  # fmt: skip
    """Move pupils up a grade or a level; give who finished a level."""
    level, grade = pupils.level[person], pupils.grade[person]
    years = np.array([one["years"] for one in terms["levels"]])
    up = ~early & (draws.uniform(len(person)) >= terms["sits_again"])
    finished = up & (grade >= years[level])
    drawn = draws.uniform(len(person))
    after = np.full(len(person), DONE)
    after[level == PRIMARY] = _track(talent[level == PRIMARY], terms)
    for place, one in enumerate(terms["levels"]):
        taken = 0.0
        for following, chance in one["next"].items():
            mine = (level == place) & (drawn >= taken) & (drawn < taken + chance)
            after[mine] = following
            taken += chance
    pupils.level[person] = np.where(early, DROPPED, np.where(finished, after, level))
    pupils.grade[person] = np.where(finished, 1, grade + up)
    diploma: Flags = finished & (level != PRIMARY)
    return diploma
