"""Damages to municipal deliveries that come in all the same: whole, or but for the rows that are bad."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from damaging import Change, Sent, again, also, cells, column_added, header, whole


@dataclass(frozen=True)
class Damage:
    """A damage to the file of one town; `apart` says which rows are set apart, by column and reason."""

    name: str
    town: str
    change: Change
    apart: Mapping[tuple[str, str], int] = field(default_factory=dict)


def encoded(encoding: str) -> Change:
    """Write it in another encoding."""
    return lambda sent: replace(sent, form=replace(sent.form, encoding=encoding))


def with_delimiter(mark: str, quoting: int = csv.QUOTE_MINIMAL) -> Change:
    """Write it with another mark between the cells."""
    return lambda sent: sent.with_table(sent.table, mark, quoting)


def turned_round(sent: Sent) -> Sent:
    """Write the columns from the last to the first."""
    return sent.with_table([row[::-1] for row in sent.table])


def with_blank_lines(sent: Sent) -> Sent:
    """Add lines with nothing, and with nothing but marks."""
    empty = sent.form.delimiter * (len(sent.form.headers) - 1)
    return sent.with_lines([*sent.lines[:3], "", empty, *sent.lines[3:], "", empty])


def with_mixed_ends(sent: Sent) -> Sent:
    """End some lines as Windows does, some as Unix does."""
    ends = ["\r\n" if number % 3 else "\n" for number in range(len(sent.lines))]
    return replace(sent, text="".join(line + end for line, end in zip(sent.lines, ends, strict=True)))


def spaced(sent: Sent) -> Sent:
    """Put spaces round the cells, also such as do not break."""
    return sent.with_table([[f"  {cell}\u00a0" for cell in row] for row in sent.table])


def with_thousands(euros: str) -> str:
    """Write a dot before every third figure of euros with a comma: `1234,50` as `1.234,50`."""
    number, _, cents = euros.partition(",")
    return f"{int(number):,}".replace(",", ".") + f",{cents}"


def spoil_lines(*changes: tuple[int, str, str]) -> Change:
    """Replace a text in lines of the file, by their number."""

    def changed(sent: Sent) -> Sent:
        lines = sent.lines
        for number, old, new in changes:
            assert old in lines[number]
            lines[number] = lines[number].replace(old, new, 1)
        return sent.with_lines(lines)

    return changed


def quoted_over(first: int, last: int) -> Change:
    """Open a quote before the name of a provider, and close it after that of one some lines later."""

    def changed(sent: Sent) -> Sent:
        names = {number: sent.table[number][sent.at("provider_name")] for number in (first, last)}
        opened, closed = (first, names[first], f'"{names[first]}'), (last, names[last], f'{names[last]}"')
        return spoil_lines(opened, closed)(sent)

    return changed


SOUND = [
    Damage("encoding UTF-16 for UTF-8", "GM0158", encoded("utf-16")),
    Damage("encoding of Windows for UTF-8", "GM0164", encoded("cp1252")),
    Damage("encoding UTF-8 for UTF-16", "GM1735", encoded("utf-8")),
    Damage("a mark of UTF-8 twice", "GM0153", whole(lambda text: "\ufeff" + text)),
    Damage("another delimiter", "GM0158", with_delimiter("|")),
    Damage("tabs for semicolons", "GM0173", with_delimiter("\t")),
    Damage("every cell in quotes", "GM0168", with_delimiter("", csv.QUOTE_ALL)),
    Damage("columns in another order", "GM0147", turned_round),
    Damage("header in capitals, spaced", "GM1742", header(lambda line: line.upper().replace(";", " ; "))),
    Damage("decimal point for comma", "GM0173", cells("cost", lambda euros: euros.replace(",", "."))),
    Damage("decimal comma for point", "GM1774", cells("cost", lambda euros: euros.replace(".", ","))),
    Damage("thousands with a dot, cents with a comma", "GM1742", cells("cost", with_thousands)),
    Damage("blank lines", "GM0168", with_blank_lines),
    Damage("mixed line ends", "GM0164", with_mixed_ends),
    Damage("line ends of an old Mac", "GM0183", whole(lambda text: text.replace("\n", "\r"))),
    Damage("no line end at the end", "GM1700", whole(lambda text: text.rstrip("\n"))),
    Damage("mark of the end of a file", "GM1700", whole(lambda text: text + "\x1a")),
    Damage("spaces round every cell", "GM1742", spaced),
    Damage("a delimiter too many on every line", "GM0163", whole(lambda text: text.replace("\n", ";\n"))),
    Damage("leading zero of the number lost", "GM0163", cells("person", "12345672", 3)),
    Damage("number written with dots", "GM0153", cells("person",
           lambda number: f"{number[:4]}.{number[4:6]}.{number[6:]}")),
    Damage("number written as a decimal", "GM1774", cells("person", lambda number: f"{number}.0")),
    Damage("a column of names added", "GM0168", column_added("Naam cliënt", lambda row: f"W. Zonnebloem {row}")),
]  # fmt: skip

HEADER_AS_ROW = (
    "period, client, postcode, provision, law, begin, end, cost, change",
    "'(masked)' is not a period; no valid number; unknown area '(masked)' (pc4); unknown code '(masked)' of provision; "
    "unknown code '(masked)' of laws; '(masked)' is not a date; '(masked)' is not a date; '(masked)' is not a number; "
    "unknown code '(masked)'",
)
TOTAL_AS_ROW = (
    "period, client, postcode, provision, begin", "no period; no client; no area; no provision; no begin",
)  # fmt: skip
BAD_NUMBER = ("client", "no valid number")
APART = [
    Damage("header once more", "GM0164",
           lambda sent: sent.with_lines([*sent.lines[:20], sent.lines[0], *sent.lines[20:]]),
           {HEADER_AS_ROW: 1}),
    Damage("total row at the bottom", "GM0153", also(lambda sent: "Totaal" + ";" * 10 + "123.456,78;"),
           {TOTAL_AS_ROW: 1}),
    Damage("number that fails the eleven test", "GM0153", cells("person", "123456789", 4), {BAD_NUMBER: 4}),
    Damage("number that is missing", "GM0163", cells("person", "", 2), {("client", "no client"): 2}),
    Damage("record without a number", "GM0163", cells("record", "", 2), {("number", "no number"): 2}),
    Damage("unknown product code", "GM0173", cells("product", "Wmo 99Z99", 3),
           {("provision, law", "unknown code '(masked)' of provision; unknown code '(masked)' of laws"): 3}),
    Damage("no product code", "GM0147", cells("product", "", 2), {("provision", "no provision"): 2}),
    Damage("negative cost", "GM1700", cells("cost", "-120,00", 3), {("cost", "(masked) is below 0"): 3}),
    Damage("cost in cents of cents", "GM1700", cells("cost", "12345678,00", 3),
           {("cost", "(masked) is above 1e+06"): 3}),
    Damage("thousands that could be decimals", "GM0163", cells("cost", "1.234", 3),
           {("cost", "(masked) is not a number with one meaning"): 3}),
    Damage("words for a cost", "GM1742", cells("cost", "zie bijlage", 3),
           {("cost", "'(masked)' is not a number"): 3}),
    Damage("end before begin", "GM0153", cells("end", "01-01-2001", 5),
           {("end", "the last day lies before the first"): 5}),
    Damage("a day that is not in the calendar", "GM1742", cells("start", "31-02-2021", 3),
           {("begin", "'(masked)' is not a date"): 3}),
    Damage("a year that is a slip of the pen", "GM0147", cells("start", "01-03-0021", 2),
           {("begin", "'(masked)' is not a date"): 2}),
    Damage("days with the month first", "GM1700", cells("start", "03/25/2021", 3),
           {("begin", "'(masked)' is not a date"): 3}),
    Damage("days as a spreadsheet counts them", "GM0141", cells("start", "44197", 6),
           {("begin", "'(masked)' is not a date"): 6}),
    Damage("a month for a day", "GM1774", cells("start", "202107", 3), {("begin", "'(masked)' is not a date"): 3}),
    Damage("a quarter that does not exist", "GM0141", cells("period", "2021-Q5", 4),
           {("period", "'(masked)' is not a period"): 4}),
    Damage("a quarter still to come", "GM0141", cells("period", "2021-Q4", 4),
           {("", "4 rows are about later periods than 2021-Q3, up to 2021-Q4"): 4}),
    Damage("postcode that does not exist", "GM0141", cells("postcode", "0000XX", 4),
           {("postcode", "unknown area '0000' (pc4)"): 4}),
    Damage("unknown kind of change", "GM0164", cells("change", "misschien", 3),
           {("change", "unknown code '(masked)'"): 3}),
    Damage("lines that stand there twice", "GM0164", again(5),
           {("", "5 rows stand there again, first for row 187"): 5}),
    Damage("what was typed in a column of days", "GM1735", cells("end", "mevr. Zonnebloem belt terug", 3),
           {("end", "'(masked)' is not a date"): 3}),
    Damage("a delimiter within a name", "GM0163", spoil_lines((9, ";N;", ";N;;")),
           {("", "not as many cells as the header"): 1}),
    Damage("a quote that is never closed", "GM0164", spoil_lines((30, ";Wmo-", ';"Wmo-')),
           {("", "not as many cells as the header"): 1}),
    Damage("a quote that closes three lines later", "GM0163", quoted_over(9, 12),
           {("", "not as many cells as the header"): 1}),
    Damage("the last line cut off", "GM0183", whole(lambda text: text[:-40]),
           {("", "not as many cells as the header"): 1}),
]  # fmt: skip
