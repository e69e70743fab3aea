"""The finding of a page of flows in a few sentences, made by rule; each is left out where figures do not carry it."""

from __future__ import annotations

from noaber.products.composition import Segment, Sentence, compose, join_sentences
from noaber.products.findings import capital
from noaber.products.flows.case import FlowCase
from noaber.products.numbers import round_half_up
from noaber.products.wording import Wording

Values = dict[str, str | Segment]


def flow_headline(case: FlowCase, wording: Wording) -> str:
    """Give the finding in one line: which part stays."""
    values = _plain(case, wording)
    share = case.figure("containment")
    if share.value is None:
        return wording.t("flows.headline.none", **values)
    return wording.t("flows.headline", share=_percent(share.value, wording), **values)


def flow_lead(case: FlowCase, wording: Wording) -> Sentence:
    """Give the finding: who leaves and stays, who comes, and the difference; its numbers lead to explanations."""
    if not case.has_figures:
        absence = "hidden" if case.figure("out").hidden else "missing"
        return compose(wording.t(f"flows.lead.none.{absence}"), dict(_plain(case, wording)))
    return join_sentences(
        [_stay(case, wording), _come(case, wording), _balance(case, wording), _statuses(case, wording)]
    )


def largest_partner(case: FlowCase, kind: str) -> str:
    """Give the partner with the largest flow of a kind; empty where there is none."""
    sizes = {id: figure.value for (id, of), figure in case.around.partners.items() if of == kind and figure.value}
    return max(sizes, key=lambda id: (sizes[id] or 0.0, id), default="")


def _stay(case: FlowCase, wording: Wording) -> Sentence:
    leaving, share = case.figure("leaving"), case.figure("containment")
    if leaving.value is None or share.value is None:
        return ()
    values: Values = dict(_plain(case, wording))
    values["leaving"] = Segment(_number(case, leaving.value, wording), case.explain_all(wording), True)
    values["share"] = Segment(
        _percent(share.value, wording), case.explain(case.own, case.own, wording) or "#betekenis", True
    )
    partner = largest_partner(case, "out")
    if not partner:
        return compose(wording.t("flows.lead.stay.only"), values)
    href = case.explain(case.own, partner, wording)
    values |= {"partner": case.name(partner, wording), "number": _flow(case, partner, "out", href, wording)}
    return compose(wording.t("flows.lead.stay"), values)


def _come(case: FlowCase, wording: Wording) -> Sentence:
    coming, partner = case.figure("in"), largest_partner(case, "in")
    if coming.value is None or not partner:
        return ()
    href = case.explain(partner, case.own, wording)
    return compose(
        wording.t("flows.lead.come"),
        {
            **_plain(case, wording),
            "coming": Segment(_number(case, coming.value, wording), "#lijst", True),
            "partner": case.name(partner, wording),
            "number": _flow(case, partner, "in", href, wording),
        },
    )


def _balance(case: FlowCase, wording: Wording) -> Sentence:
    net = case.figure("net")
    if net.value is None or not largest_partner(case, "out") + largest_partner(case, "in"):
        return ()
    rounded = round_half_up(net.value, case.subject.decimals)
    way = "more" if rounded > 0 else "fewer" if rounded else "same"
    number = Segment(_number(case, abs(net.value), wording), "#lijst", True)
    return compose(wording.t(f"flows.lead.net.{way}"), {**_plain(case, wording), "number": number})


def _statuses(case: FlowCase, wording: Wording) -> Sentence:
    marks = case.figure("leaving").marks
    said = [wording.t(f"lead.status.{mark}") for mark in marks if wording.t.has(f"lead.status.{mark}")]
    return tuple(Segment(text) for text in said)


def _flow(case: FlowCase, partner: str, kind: str, href: str, wording: Wording) -> Segment:
    return Segment(_number(case, case.partner(partner, kind).value or 0.0, wording), href, True)


def _plain(case: FlowCase, wording: Wording) -> dict[str, str]:
    when = wording.period_in(case.choice.periode, case.subject.moment)
    deel = case.slice_names.get(case.choice.deel, "")
    unit = f"{case.subject.unit} ({deel})" if deel else case.subject.unit
    return {
        "area": case.name(case.own, wording), "unit": unit, "Unit": capital(unit), "when": when, "When": capital(when),
        "indicator": case.subject.name,
    }  # fmt: skip


def _number(case: FlowCase, value: float, wording: Wording) -> str:
    return wording.number(value, case.subject.decimals)


def _percent(value: float, wording: Wording) -> str:
    return wording.number(value, 1, "%")
