"""Commands: what they print, where, and with which exit code they end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from noaber.cli.main import COMMANDS, main
from noaber.vocabulary.errors import ERRORS, NoaberError

TESTS = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Answer:
    """What a command gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a folder with regions/office and deliveries, and a home of its own."""
    shutil.copytree(TESTS / "office", tmp_path / "regions" / "office")
    shutil.copytree(TESTS / "office_deliveries", tmp_path / "deliveries")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NOABER_HOME", str(tmp_path / "home"))

    def running(*arguments: str) -> Answer:
        with pytest.raises(SystemExit) as stopped:
            main(list(arguments))
        said = capsys.readouterr()
        code = stopped.value.code
        return Answer(code if isinstance(code, int) else int(code is not None), said.out, said.err)

    return running


def test_help_lists_every_command_in_the_order_of_the_pipeline(run: Run) -> None:
    """With one line each."""
    answer = run("--help")
    assert answer.code == 0
    places = [answer.out.index(f"  {name} ") for name in COMMANDS]
    assert places == sorted(places)
    assert all(line in answer.out for _, line in COMMANDS.values())


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help(run: Run, name: str) -> None:
    """And can be loaded."""
    answer = run(name, "--help")
    assert answer.code == 0
    assert answer.out.startswith(f"Usage: noaber {name}")


def test_an_unknown_command_or_option_is_a_mistake_of_use(run: Run) -> None:
    """Told on the error stream, as the shell expects."""
    for arguments in (["biuld"], ["build"], ["build", "--quickly"]):
        answer = run(*arguments)
        assert (answer.code, answer.out) == (2, "")
        assert "Usage: noaber" in answer.err


def test_from_content_to_release_and_back(run: Run, tmp_path: Path) -> None:
    """The pipeline as a user walks it: check, plan, build, look, change, compare, go back."""
    checked = run("check", "regions/office")
    assert "sound: 8 sources, 20 indicators" in checked.out
    assert "look again: regions/office/rights.yml:24  inspector sees the internal tier only in part" in checked.err
    plan = run("build", "regions/office", "--deliveries", "deliveries", "--dry-run")
    assert plan.out.splitlines()[-1] == "6 new deliveries, 20 steps, 20 to make."
    assert "MAKE  table    read register: register_a.csv" in plan.out
    built = run("build", "regions/office", "--deliveries", "deliveries")
    assert (built.code, built.err) == (0, "")
    assert "published." in built.out
    assert "rows read              104" in built.out
    again = run("build", "regions/office")
    assert "stands: nothing changed." in again.out
    assert "0 to make" in run("build", "regions/office", "--dry-run").out
    (first,) = run("releases", "regions/office").out.splitlines()
    assert first.startswith("* ")
    assert run("diff", "regions/office").out == "There are no two releases to compare.\n"

    path = tmp_path / "deliveries" / "register_b.csv"
    path.write_bytes(path.read_bytes().replace(b"2023 1e kwartaal;V;55", b"2023 1e kwartaal;V;65"))
    assert "changed" in run("build", "regions/office", "--deliveries", "deliveries").out
    second, old = run("releases", "regions/office").out.splitlines()
    assert (second[0], old[0]) == ("*", " ")
    said = run("diff", "regions/office").out
    assert "deliveries  inhabitants" in said
    assert "operands    women_share" in said
    assert run("rollback", "regions/office").out == f"Current release of office: {first.split()[1]}.\n"
    assert run("rollback", "regions/office").code == 5
    assert run("rollback", "regions/office", second.split()[1]).code == 0


def test_explaining_in_three_languages_and_as_data(run: Run) -> None:
    """Text for people, JSON for programs."""
    run("build", "regions/office", "--deliveries", "deliveries")
    arguments = ["explain", "women_share", "Drieland", "2023-Q1", "--region", "regions/office"]
    texts = {language: run(*arguments, "--language", language).out for language in ("nl", "de", "en")}
    names = ("Aandeel vrouwen", "Frauenanteil", "Share of women")
    assert [text.startswith(name) for name, text in zip(names, texts.values(), strict=True)] == [True] * 3
    assert all("register_a.csv" in text for text in texts.values())
    data = json.loads(run(*arguments, "--json").out)
    assert data["value"] == pytest.approx(51.42857)
    missing = run("explain", "women_share", "Drieland", "2031", "--region", "regions/office")
    assert (missing.code, missing.out) == (5, "")
    assert "there is no such figure" in missing.err


def test_accounts_of_the_office_hold(run: Run) -> None:
    """And say so with the exit code."""
    run("build", "regions/office", "--deliveries", "deliveries")
    answer = run("accounts", "regions/office")
    assert answer.code == 0, answer.out
    assert len(answer.out.splitlines()) >= 2


def test_a_new_region_builds(run: Run) -> None:
    """From the first minute; never over something else."""
    assert "noaber build small --deliveries small/example-deliveries" in run("new", "small").out
    built = run("build", "small", "--deliveries", "small/example-deliveries")
    assert built.code == 0
    assert "SYNTHETIC: made of invented deliveries." in built.out
    again = run("new", "small")
    assert (again.code, again.out) == (2, "")
    assert "the folder is not empty" in again.err
    assert "'2024_small' cannot be the id of a region" in run("new", "2024-small").err


def test_schemas_for_editors(run: Run, tmp_path: Path) -> None:
    """One, all, or as files."""
    assert json.loads(run("schema", "source").out)["title"] == "Noaber source"
    assert {"region", "source", "indicators"} <= json.loads(run("schema").out).keys()
    run("schema", "--to", "schemas")
    assert json.loads((tmp_path / "schemas" / "groups.json").read_text("utf-8"))["title"] == "Noaber groups"
    unknown = run("schema", "sauce")
    assert unknown.code == 2
    assert "Unknown kind 'sauce'." in unknown.err


def test_settings_tell_what_is_in_force(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variable, value, default and meaning; one that cannot be used has its own exit code."""
    monkeypatch.setenv("NOABER_PORT", "9000")
    assert "NOABER_PORT=9000  (default 8000)" in run("settings").out
    monkeypatch.setenv("NOABER_PORT", "ninety")
    monkeypatch.setenv("NOABER_WORKERS", "0")
    answer = run("settings")
    assert (answer.code, answer.out) == (6, "")
    assert "NOABER_PORT  'ninety'; expected a whole number from 1 to 65535" in answer.err
    assert "2 problems [settings]" in answer.err


@pytest.mark.parametrize("error", ERRORS)
def test_every_refusal_ends_with_its_own_code(
    error: type[NoaberError], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its problems on the error stream, nothing on the other, its code in brackets."""

    def refuse(*_: object) -> None:
        raise error("no, for a reason")

    monkeypatch.setattr("noaber.content.read.read_region", refuse)
    answer = run("check", "regions/office")
    assert (answer.code, answer.out) == (error.exit_code, "")
    assert answer.err.splitlines()[-1] == f"1 problem [{error.code}]"


def test_an_interrupted_command_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the shell expects of Ctrl-C."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("noaber.content.read.read_region", stop)
    answer = run("check", "regions/office")
    assert (answer.code, answer.err.strip()) == (130, "stopped")


def test_commands_go_by_the_region_of_a_folder(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Also from within it."""
    run("build", "regions/office", "--deliveries", "deliveries")
    monkeypatch.chdir(tmp_path / "regions" / "office")
    assert len(run("releases", ".").out.splitlines()) == 1
    assert "stands: nothing changed" in run("build", ".").out
