"""The small words: texts, problems and errors, statuses."""

from __future__ import annotations

import pytest

from noaber.vocabulary.errors import ERRORS, ContentError, NoaberError, Problem, did_you_mean, nearest
from noaber.vocabulary.languages import Text
from noaber.vocabulary.observations import GRAVITY, Status, gravest


def test_a_missing_translation_falls_back_to_dutch_and_then_to_any() -> None:
    """A reader always gets a text."""
    assert Text({"nl": "wijk", "en": "district"}).get("de") == "wijk"
    assert Text({"en": "district"}).get("de") == "district"
    assert Text({}).get("de", "-") == "-"
    assert Text("wijk") == Text({"nl": "wijk"})
    assert hash(Text("wijk")) == hash(Text({"nl": "wijk"}))


def test_a_problem_has_two_lines_at_most() -> None:
    """Place, found and expected; the next step below."""
    assert str(Problem("a:1", "no 'x'")) == "a:1  no 'x'"
    assert str(Problem("a:1", "found 3", "2", "Take one away.")) == "a:1  found 3; expected 2\n  Take one away."


def test_an_error_carries_all_its_problems() -> None:
    """From a text, a problem or several."""
    one = Problem("a:1", "x")
    assert ContentError(one).problems == (one,)
    assert ContentError(iter([one, one])).problems == (one, one)
    assert str(NoaberError("plain")) == "plain"


def test_every_kind_of_error_has_its_own_code() -> None:
    """Code and exit code are what scripts rely on."""
    assert len({error.code for error in ERRORS}) == len({error.exit_code for error in ERRORS}) == len(ERRORS)
    assert all(error.exit_code > 1 for error in ERRORS)
    ours = {error for error in NoaberError.__subclasses__() if error.__module__ == NoaberError.__module__}
    assert set(ERRORS) == ours, "rooms above may have kinds of their own, and other tests may have loaded them"


def test_suggestions() -> None:
    """Near names first, or a few that exist where nothing is near."""
    known = ["employed", "unemployed", "labour_force"]
    assert nearest("unemployd", known)[0] == "unemployed"
    assert nearest("zzz", known) == []
    assert did_you_mean("unemployd", known).startswith("Did you mean 'unemployed'?")
    assert did_you_mean("zzz", known, "Measures") == "Measures: employed, labour_force, unemployed."
    assert did_you_mean("zzz", [str(n) for n in range(20)]).endswith(" ...") or "..." in did_you_mean(
        "zzz", [str(n) for n in range(20)]
    )


@pytest.mark.parametrize("one", list(Status))
@pytest.mark.parametrize("other", list(Status))
def test_the_graver_status_travels(one: Status, other: Status) -> None:
    """Missing is graver than forecast, estimated, break, provisional, normal."""
    assert gravest([one, other]) == gravest([other, one]) == max(one, other, key=GRAVITY.index)
    assert gravest([]) == Status.NORMAL
