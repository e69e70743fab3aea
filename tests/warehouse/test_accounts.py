"""Accounting identities: what must add up in a release, and what is told where it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noaber.content.account import AccountFile
from noaber.content.located import parse_yaml
from noaber.content.read import Region
from noaber.warehouse.accounts import Account, check_accounts
from noaber.warehouse.query import Release


def checked(office: Region, release: Release, text: str) -> Account:
    """Check one identity."""
    spec = AccountFile.model_validate(parse_yaml("name: it\n" + text, "x").data)
    (result,) = check_accounts(replace(office, accounts={"it": spec}), release)
    return result


def test_those_of_the_office_hold(office: Region, small_release: Release) -> None:
    """As declared."""
    assert all(result.holds for result in check_accounts(office, small_release))


@pytest.mark.parametrize(
    ("text", "compared", "off", "where"),
    [
        ("members: {indicator: inhabitants, area: Drieland, members: gemeente}", 22, 0, ""),
        ("members: {indicator: inhabitants, level: gemeente, members: buurt, vintage: 2023}", 3, 0, ""),
        ("members: {indicator: inhabitants, level: gemeente, members: buurt, vintage: 2022}", 0, 0, ""),
        ("members: {indicator: inhabitants, level: wijk, members: buurt, vintage: 2023}", 0, 0, ""),
        ("parts: {inhabitants: sex}\nlevel: gemeente", 22, 0, ""),
        ("equal: [women_share, '100 * inhabitants[sex=f] / inhabitants']\nlevel: gemeente", 23, 0, ""),
        ("equal: [inhabitants, inhabitants + 1]\nlevel: gemeente", 74, 74, " 2023"),
        ("equal: [inhabitants, inhabitants + 1]\nlevel: gemeente\nwithin: 1", 74, 0, ""),
        ("hectares: gemeente", 0, 0, ""),
    ],
)
def test_identities(office: Region, small_release: Release, text: str, compared: int, off: int, where: str) -> None:
    """Where a figure is hidden or absent nothing is compared; an identity without comparisons does not hold."""
    result = checked(office, small_release, text)
    assert (result.compared, result.off) == (compared, off), str(result)
    assert result.holds == (compared > 0 and off == 0)
    assert where in result.where


def test_an_outcome_in_one_line(office: Region, small_release: Release) -> None:
    """Holds, fails or empty; how much, and where it is worst."""
    texts = (
        "parts: {inhabitants: sex}\nlevel: gemeente",
        "equal: [inhabitants, inhabitants * 2]",
        "hectares: buurt",
    )
    said = [str(checked(office, small_release, text)) for text in texts]
    assert said[0] == "holds  it: it; 22 compared exactly, 0 off"
    assert said[1].startswith("FAILS  it: it; ")
    assert "largest difference 404 (Drieland 2024-Q3 )" in said[1]
    assert said[2] == "EMPTY  it: it; 0 compared exactly, 0 off"


def test_identities_of_figures_that_a_release_lacks_are_not_checked(office: Region, small_release: Release) -> None:
    """Personal sources that delivered nothing have no figures; the other identities are checked all the same."""
    text = "name: it\nequal: [clients, people + inhabitants]"
    absent = AccountFile.model_validate(parse_yaml(text, "x").data)
    results = check_accounts(replace(office, accounts={**office.accounts, "it": absent}), small_release)
    assert [result.id for result in results] == list(office.accounts)
