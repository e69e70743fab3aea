"""Questions to releases of rising size, each beside the same question to plain databases with the same rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.cases import Case, Keys, draw_cases, keys_of
from benchmarks.measuring import Call, Timing, rate_of, time_in_turns
from benchmarks.plain_databases import BareDuckDB, Loaded, Plain, load_postgres, load_sqlite, plain_rows
from benchmarks.questions import QUESTIONS, Question
from benchmarks.report import Section, milliseconds, short, table
from benchmarks.workplace import Invented
from noaber.warehouse.query import Release, open_release

NOABER, BARE, SQLITE, POSTGRES = "Noaber", "DuckDB, bare SQL", "SQLite", "PostgreSQL"
ENGINES = (NOABER, BARE, SQLITE, POSTGRES)


@dataclass
class Answers:
    """What was measured on one size."""

    invented: Invented
    timings: dict[str, dict[str, Timing]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    rates: dict[str, float] = field(default_factory=dict)
    loaded: dict[str, Loaded] = field(default_factory=dict)


@dataclass(frozen=True)
class Effort:
    """How long to measure: rounds per question, seconds for all rounds of one, seconds per rate."""

    rounds: int
    seconds: float
    rate_seconds: float


def measure_questions(invented: Invented, folder: Path, postgres: str | None, copies: bool, effort: Effort) -> Answers:
    """Ask every question of one release, and of copies of its rows where `copies` says so."""
    answers = Answers(invented)
    databases: dict[str, Plain] = {BARE: BareDuckDB(invented.file)}
    if copies:
        answers.loaded[SQLITE] = load_sqlite(invented.file, folder / "copy.sqlite")
        if postgres:
            answers.loaded[POSTGRES] = load_postgres(invented.file, postgres)
    databases |= {name: loaded.database for name, loaded in answers.loaded.items()}
    release = open_release(invented.releases / "current")
    cases = draw_cases(release)
    keys = [keys_of(case, release.catalogue) for case in cases]
    for question in QUESTIONS:
        makers = _makers(question, release, databases, cases, keys)
        answers.rows[question.title] = _agree(question, release, databases, cases[0], keys[0])
        calls = {name: make() for name, make in makers.items()}
        answers.timings[question.title] = time_in_turns(calls, effort.rounds, effort.seconds)
    makers = _makers(QUESTIONS[0], release, databases, cases, keys)
    answers.rates = {name: rate_of(make, effort.rate_seconds) for name, make in makers.items()}
    release.close()
    (folder / "copy.sqlite").unlink(missing_ok=True)
    return answers


def _makers(
    question: Question, release: Release, databases: dict[str, Plain], cases: list[Case], keys: list[Keys]
) -> dict[str, Callable[[], Call]]:
    """For every engine a function that makes a call, with a connection of its own where there are connections."""
    statements = [question.statements(key, case) for key, case in zip(keys, cases, strict=True)]

    def plain(database: Plain) -> Call:
        ask = database.asker()
        return lambda at: ask(statements[at % len(statements)])

    def own(at: int) -> Any:
        return question.ask(release, cases[at % len(cases)])

    wanted = {name: db for name, db in databases.items() if not (name == BARE and "search" in question.title)}
    return {NOABER: lambda: own, **{name: partial(plain, database) for name, database in wanted.items()}}


def _agree(question: Question, release: Release, databases: dict[str, Plain], case: Case, keys: Keys) -> int:
    """See that all databases give the same rows; say how many."""
    answer = question.ask(release, case)
    if question.rows is None:
        return len(answer)
    own = question.rows(answer, release)
    for name, database in databases.items():
        other = plain_rows(database.asker()(question.statements(keys, case)))
        if other != own:
            raise AssertionError(f"{name} answers '{question.title}' differently: {len(own)} and {len(other)} rows")
    return len(own)


def questions_section(answers: list[Answers], left_out: list[str]) -> Section:
    """Render the answers: a table per question over the sizes, and rates."""
    parts = [INTRODUCTION]
    parts += [_question_table(question.title, answers) for question in QUESTIONS]
    parts.append(_rates_table(answers))
    parts.append(_copies_table(answers))
    parts += left_out
    return Section("Questions", "\n\n".join(part for part in parts if part))


INTRODUCTION = """Noaber asks in words (names and ids) and gets typed cells; the plain databases get the keys and give
bare rows, so they have the easier task. All hold the same rows, and the answers are compared before anything is
timed. SQLite: rows clustered by the same key, index by area. PostgreSQL: primary key in the same order, index by
area, statements prepared by the driver, over a Unix socket. Single questions, one after the other."""


def _question_table(title: str, answers: list[Answers]) -> str:
    names = [name for name in ENGINES if any(name in one.timings[title] for one in answers)]
    rows = []
    for one in answers:
        timings = one.timings[title]
        rows.append([_millions(one), one.rows[title], *[milliseconds(timings.get(name)) for name in names]])
    return f"**{title.capitalize()}**\n\n" + table(["observations", "rows", *names], rows)


def _millions(one: Answers) -> str:
    return f"{one.invented.size.name} million"


def _rates_table(answers: list[Answers]) -> str:
    rows = [[_millions(one), *[short(one.rates[n]) if n in one.rates else "-" for n in ENGINES]] for one in answers]
    header = ["observations", *ENGINES]
    return "**Explorer questions a second, two threads in one process**\n\n" + table(header, rows)


def _copies_table(answers: list[Answers]) -> str:
    rows = [
        [_millions(one), name, f"{short(loaded.seconds)} s", f"{loaded.megabytes:,.0f} MB"]
        for one in answers
        for name, loaded in one.loaded.items()
    ]
    header = ["observations", "copy", "filling", "its size"]
    return "**Filling the copies**\n\n" + table(header, rows) if rows else ""
