"""The pure parts of a profile: who is like an area, where it stands, its dots, its map, its pyramid, its stories."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.products.area_lead import LeadParts, Place, area_lead
from noaber.products.charts.locator import HIGHEST, LOWEST, LocatorArea, draw_locator, frame_around
from noaber.products.charts.projection import mercator
from noaber.products.charts.strip_drawing import draw_strip
from noaber.products.choices import MOST_AREAS, Choice
from noaber.products.composition import print_sentence
from noaber.products.figures import Figure, Figures
from noaber.products.hidden_note import Instead
from noaber.products.peers import Peers, choose_peers, draw_peer_panels
from noaber.products.pyramids import PyramidParts, draw_pyramid
from noaber.products.similar_sizes import MOST, WITHIN, similar_in_size
from noaber.products.standings import Level, say_place, say_standing, standing_of
from noaber.products.stories import StoryParts, draw_story
from noaber.products.subjects import Subject
from noaber.products.wording import Wording
from noaber.vocabulary.languages import LANGUAGES, Text

NL = Wording.of("nl")
SIZES = st.dictionaries(st.sampled_from("abcdefghijkl"), st.floats(1, 1e6), min_size=1)


@given(SIZES)
def test_similar_areas_are_the_nearest(sizes: dict[str, float]) -> None:
    """Never the area itself, never more than asked, all within reach, and nobody left out is nearer."""
    found = similar_in_size("a", sizes)
    assert "a" not in found
    assert len(found) <= MOST
    if "a" not in sizes:
        assert found == []
        return
    ratios = {area: max(size / sizes["a"], sizes["a"] / size) for area, size in sizes.items() if area != "a"}
    assert all(ratios[area] <= WITHIN for area in found)
    left = [ratio for area, ratio in ratios.items() if area not in found and ratio <= WITHIN]
    assert not left or (len(found) == MOST and max(ratios[area] for area in found) <= min(left))


@given(SIZES, st.floats(0.01, 100))
def test_similar_does_not_depend_on_the_unit(sizes: dict[str, float], factor: float) -> None:
    """Counted in thousands the same areas are similar, but for what lies on the edge."""
    apart = [abs(math.log(size / sizes.get("a", 1.0))) for size in sizes.values()]
    if all(abs(gap - math.log(WITHIN)) > 1e-9 for gap in apart) and len(set(apart)) == len(apart):
        again = similar_in_size("a", {area: size * factor for area, size in sizes.items()})
        assert set(again) == set(similar_in_size("a", sizes))


FIGURES = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.one_of(
        st.integers(0, 5).map(lambda n: Figure(float(n))),
        st.just(Figure(None, "M")),
        st.just(Figure(None, hidden=True)),
    ),
)


@given(FIGURES)
def test_a_standing_counts_who_is_higher(figures: dict[str, Figure]) -> None:
    """The slow way: one more than the areas with a higher number; who has no number neither ranks nor counts."""
    standing = standing_of("a", figures)
    numbers = {area: figure.value for area, figure in figures.items() if figure.value is not None}
    if "a" not in numbers or len(numbers) < 3:
        assert standing is None
        return
    assert standing is not None
    assert standing.rank == 1 + sum(value > numbers["a"] for value in numbers.values())
    assert standing.count == len(numbers)
    assert standing.shared == (list(numbers.values()).count(numbers["a"]) > 1)


def test_places_in_three_languages() -> None:
    """Ordinals as each language writes them."""
    level = Level("gemeenten", "in Twente")
    assert [say_place(3, Wording.of(language)) for language in LANGUAGES] == ["3e", "3.", "3rd"]
    assert [say_place(n, Wording.of("en")) for n in (1, 2, 11, 12, 22, 101)] == [
        "1st", "2nd", "11th", "12th", "22nd", "101st",
    ]  # fmt: skip
    shared = standing_of("a", {"a": Figure(1.0), "b": Figure(1.0), "c": Figure(3.0)})
    assert say_standing(shared, level, NL) == "gedeeld 2e van 3 gemeenten in Twente"
    assert say_standing(None, level, NL) == ""


@given(FIGURES, FIGURES)
def test_dots_stay_on_the_strip(level: dict[str, Figure], like: dict[str, Figure]) -> None:
    """Every dot within the width, the own one last, once; higher numbers further right."""
    numbers = {area: figure.value for area, figure in level.items() if figure.value is not None}
    others = {area.upper(): figure.value for area, figure in like.items() if figure.value is not None}
    strip = draw_strip("a", numbers, others, [])
    if strip is None:
        assert "a" not in numbers or len({*numbers.values(), *others.values()}) < 2
        return
    assert all(0 <= dot.x <= 100 for dot in strip.dots)
    assert [dot.role for dot in strip.dots].count("own") == 1
    assert strip.dots[-1].role == "own"


SQUARE = {"type": "Polygon", "coordinates": [[[6.0, 52.0], [6.1, 52.0], [6.1, 52.1], [6.0, 52.1], [6.0, 52.0]]]}
BESIDE = {"type": "Polygon", "coordinates": [[[6.1, 52.0], [6.2, 52.0], [6.2, 52.1], [6.1, 52.1], [6.1, 52.0]]]}
FAR = {"type": "MultiPolygon", "coordinates": [[[[9.0, 52.0], [9.1, 52.0], [9.1, 52.1], [9.0, 52.0]]]]}


@given(st.lists(st.tuples(st.floats(3, 7), st.floats(50, 54)), min_size=2, max_size=20))
def test_the_frame_holds_what_it_is_made_for(points: list[tuple[float, float]]) -> None:
    """Every point lies in the picture, and the picture is neither too flat nor too high."""
    fit, height = frame_around([[[mercator(*point) for point in points]]], 500)
    for x, y in (fit.place(mercator(*point)) for point in points):
        assert -0.01 <= x <= 500.01
        assert -0.01 <= y <= height + 0.01
    assert LOWEST * 500 - 1 <= height <= HIGHEST * 500 + 1


def test_the_map_leaves_out_what_lies_outside() -> None:
    """What is not in view is not drawn, links stay with their shapes, names do not run out of the picture."""
    areas = [
        LocatorArea("near", "Een heel lange naam", "/near", "near", named=True),
        LocatorArea("far", "Ver", "/far", "near", named=True),
        LocatorArea("own", "Eigen", "/own", "own", named=True),
        LocatorArea("none", "Zonder vorm", "/none", "near"),
    ]
    drawn = draw_locator({"own": SQUARE, "near": BESIDE, "far": FAR}, areas, ["own"])
    assert drawn is not None
    assert [shape.href for shape in drawn.shapes] == ["/near", "/own"]
    assert all(re.fullmatch(r"M[-\d. l]+z", shape.path) for shape in drawn.shapes)
    assert all(0 < label.x < drawn.width and 0 < label.y < drawn.height for label in drawn.labels)
    assert draw_locator({"near": BESIDE}, areas, ["own"]) is None


def pyramid(figures: dict[tuple[str, str], Figure], reference: bool = True) -> PyramidParts:
    """The pyramid of `a` beside `b` in two ages."""
    return PyramidParts(
        subject=Subject("people", "Mensen", moment="start"),
        own=("a", "A-stad"),
        reference=("b", "B-land") if reference else None,
        period="2024",
        steps=[("age=0", "jong"), ("age=1", "oud")],
        sides=[("mannen", ["age=0;sex=m", "age=1;sex=m"]), ("vrouwen", ["age=0;sex=f", "age=1;sex=f"])],
        figures=Figures({(area, "2024", slice): figure for (area, slice), figure in figures.items()}),
    )


COUNTS = st.tuples(*[st.integers(0, 500)] * 4)


def counted(area: str, counts: tuple[int, ...]) -> dict[tuple[str, str], Figure]:
    """Men and women of two ages, with their sums."""
    young_m, old_m, young_f, old_f = map(float, counts)
    cells = {
        "age=0;sex=m": young_m, "age=1;sex=m": old_m, "age=0;sex=f": young_f, "age=1;sex=f": old_f,
        "age=0": young_m + young_f, "age=1": old_m + old_f, "": sum(map(float, counts)),
    }  # fmt: skip
    return {(area, slice): Figure(value) for slice, value in cells.items()}


@given(COUNTS, COUNTS)
def test_a_pyramid_shares_one_scale(own: tuple[int, ...], other: tuple[int, ...]) -> None:
    """Bars and outlines are shares of their own total; the longest is the whole width; old above young."""
    drawn = draw_pyramid(pyramid({**counted("a", own), **counted("b", other)}), "/x", NL)
    assert [row.name for row in drawn.rows] == ["oud", "jong"]
    widths = [bar.width for row in drawn.rows for bar in row.bars]
    outlines = [bar.outline for row in drawn.rows for bar in row.bars]
    if sum(own) and sum(other):
        assert max(*widths, *outlines) == pytest.approx(100)
        assert sum(widths) == pytest.approx(sum(outlines), abs=0.1)
    assert [bar.step for bar in drawn.rows[0].bars] == [bar.outline for bar in drawn.rows[1].bars]
    assert [bar.step for bar in drawn.rows[1].bars] == [0.0, 0.0]


def test_a_hidden_age_is_no_bar() -> None:
    """A mark instead of a number, no width, and nothing is called the largest: it might be that one."""
    cells = counted("a", (10, 20, 30, 40)) | {("a", "age=1;sex=f"): Figure(None, hidden=True)}
    cells |= {("a", "age=1"): Figure(None, hidden=True)}
    drawn = draw_pyramid(pyramid(cells, reference=False), "/x", NL)
    bar = drawn.rows[0].bars[1]
    assert (bar.cell.text, bar.width) == ("", 0.0)
    assert [mark.key for mark in bar.cell.marks] == ["hidden"]
    assert drawn.text == ()


def test_hidden_ages_lead_to_where_they_are_shown() -> None:
    """Below the pyramid; and what is not public is said there."""
    cells = counted("a", (10, 20, 30, 40)) | {("a", "age=1;sex=f"): Figure(None, hidden=True)}
    cells |= {("a", "age=0;sex=f"): Figure(30.0, beyond=True)}
    above = Instead("people", "Mensen", "c", "C-land", "age=1", "oud")
    parts = replace(pyramid(cells), instead={("a", "2024", "age=1;sex=f"): above})
    note = draw_pyramid(parts, "/x", NL).hidden
    assert note is not None
    assert [link.text for link in note.links] == ["C-land (oud)"]
    assert note.not_public == NL.t("hidden.beyond")
    assert draw_pyramid(pyramid(counted("a", (10, 20, 30, 40))), "/x", NL).hidden is None


def test_a_pyramid_tells_the_largest_difference() -> None:
    """Against the reference, in shares of all people."""
    drawn = draw_pyramid(pyramid({**counted("a", (60, 40, 60, 40)), **counted("b", (50, 50, 50, 50))}), "/x", NL)
    said = "Vergeleken met B-land veel jong (60,0 % tegen 50,0 %) en weinig oud (40,0 % tegen 50,0 %)."
    assert said in print_sentence(drawn.text).replace("\xa0", " ")
    same = draw_pyramid(pyramid({**counted("a", (1, 1, 1, 1)), **counted("b", (5, 5, 5, 5))}), "/x", NL)
    assert "verdeeld als in B-land" in print_sentence(same.text)


@given(st.lists(st.sampled_from([f"g{n}" for n in range(20)]), unique=True, min_size=1))
def test_peers_are_at_most_eight_with_the_own_one_first(ids: list[str]) -> None:
    """Whatever the kind; of a level that is larger only the level is chosen."""
    for kind in ("neighbours", "similar", "level", "above", "groups"):
        choice = choose_peers(Choice(gebieden=("own", "x"), blad=3), "own", Peers(kind, tuple(ids)), "gemeente")
        assert choice.blad == 1
        assert choice.gebieden[0] == "own"
        assert len(choice.gebieden) <= MOST_AREAS
        assert len(choice.vergelijk) <= MOST_AREAS
        if kind in ("above", "groups"):
            assert choice.vergelijk == tuple(ids[:MOST_AREAS])
        elif kind == "level" and len(ids) >= MOST_AREAS:
            assert (choice.gebieden, choice.niveau) == (("own",), "gemeente")
        else:
            assert choice.gebieden == ("own", *ids)[:MOST_AREAS]


def test_peer_panels_link_pages_and_comparison() -> None:
    """Every area its page, all together one chart; without an indicator no comparison."""
    peers = [Peers("neighbours", ("b", "c")), Peers("above", ("land",))]
    first, second = draw_peer_panels("a", peers, Level("gemeenten"), str.upper, "inhabitants", NL)
    assert first.title == "Aangrenzende gemeenten"
    assert [(link.text, link.href) for link in first.areas] == [("B", "/nl/gebied/b"), ("C", "/nl/gebied/c")]
    assert first.compare.href == "/nl/cijfer/inhabitants?gebieden=a,b,c"
    assert second.compare.href == "/nl/cijfer/inhabitants?gebieden=a&vergelijk=land"
    assert draw_peer_panels("a", peers, Level(), str.upper, "", NL)[0].compare.href == ""


def test_a_story_in_another_language_says_so() -> None:
    """The reader's language where there is one, else the first written, named and marked."""
    parts = StoryParts(
        title=Text({"nl": "Titel", "de": "Titel"}), text=Text({"nl": "Een.\n\nTwee\nregels."}), date="2024-05",
        speaker="", role="Wanderer", synthetic=True,
    )  # fmt: skip
    german = draw_story(parts, Wording.of("de"))
    assert (german.language, german.language_note) == ("nl", "Sprache: Niederländisch")
    assert german.paragraphs == ("Een.", "Twee regels.")
    assert german.byline == "Wanderer · Mai 2024"
    assert german.mark == "erfundenes Beispiel"
    assert draw_story(parts, NL).language == ""


def test_an_area_without_figures_still_says_what_it_is() -> None:
    """Type and parents, nothing that is not known."""
    lead = area_lead(LeadParts(Place("x", "X", "buurt", parents=(("p", "P"),)), Level(), [], None, []), NL)
    assert print_sentence(lead) == "Buurt in P."
