"""Rights that cannot be meant: what is wrong is told with place and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from breaking import problems_in, replace_once

from noaber.content.read import read_region, read_rights

FAULTS = [
    ("themes: housing}]", "themes: hosing}]", "unknown theme 'hosing'", "Did you mean 'housing'?"),
    ("indicators: inhabitants,", "indicators: inhabitant,", "unknown indicator 'inhabitant'", "'inhabitants'"),
    ("levels: buurt,", "levels: buurten,", "unknown area type 'buurten'", "'buurt'"),
    ('from: "2024"', 'from: "twenty"', "'twenty'", "a period, as 2019"),
    ("areas: own}]\n  housing", "areas: GM9999}]\n  housing", "unknown area or group 'GM9999'", ""),
    ("tier: internal}]", "tier: secret}]", "'secret'", "'partner' or 'internal'"),
    ("everywhere: [researcher, housing,", "everywhere: [reasercher, housing,", "unknown role", "'researcher'"),
    ("{GM9001: [municipality]}", "{GM9001: [municipal]}", "unknown role 'municipal'", "'municipality'"),
    ("{GM9001: [municipality]}", "{GM1: [municipality]}", "unknown area or group 'GM1'", ""),
    ("    themes: [housing]\n", "", "an agreement is about themes or indicators", ""),
    ("may: [accounts]", "may: [audit]", "nobody may make accounts", "a role with 'may: [accounts]'"),
    ("name: {nl: Wonen, de: Wohnen, en: Housing}", "name: {nl: Wonen, en: Housing}", "has no de", "every language"),
    ("grants: [{tier: partner, areas: own}]", "grants: [{tier: partner, area: own}]", "area", ""),
    ("agreements:", "sign_in: {name: X, issuer: 'http://idp.example', client: c}\nagreements:", "http://idp", ""),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "found", "remedy"), FAULTS, ids=lambda text: str(text)[:30])
def test_rights_that_cannot_be_meant(old: str, new: str, found: str, remedy: str, content: Path) -> None:
    """One fault, told at its place in rights.yml."""
    replace_once(content, "rights.yml", old, new)
    told = [str(problem) for problem in problems_in(content) if "rights.yml:" in problem.place]
    assert any(found in text and remedy in text for text in told), told


def test_a_region_may_do_without(content: Path) -> None:
    """Then nobody signs in."""
    (content / "rights.yml").unlink()
    assert read_region(content).rights is None
    assert read_rights(content)[1] is None
