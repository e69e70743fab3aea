"""Damages for which a municipal delivery is refused as a whole, and what is said of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from damaging import (
    Sent,
    again,
    american,
    cells,
    column_added,
    header,
    read_sent,
    rename,
    swapped,
    whole,
)  # fmt: skip
from municipal_home import BEFORE, NOW
from xlsxwriter import Workbook

from noaber.synthetic.living.forms import read_forms
from noaber.synthetic.living.lists import read_assumptions

Break = Callable[[Sent], Sent | bytes]


@dataclass(frozen=True)
class Refusal:
    """A damage to the file of one town: what is found, what is expected, and the next step, in parts of their words.
    `beside` are other files that come in with it, by name, as they were invented."""

    name: str
    town: str
    change: Break
    found: str
    expected: str
    next_step: str
    beside: tuple[str, ...] = field(default=())


def instead(data: bytes) -> Break:
    """Send something else altogether."""
    return lambda _: data


def of(town: str, period: str = NOW, law: str = "wmo") -> Break:
    """Send the file of another town, period or law, to the byte."""
    return lambda sent: sent.others[f"{law}_{town}_{period}.csv"]


def saved_again(town: str, period: str = NOW) -> Break:
    """Send the file of another town or period after somebody opened and saved it: the same rows, other bytes."""

    def changed(sent: Sent) -> bytes:
        form = read_forms(read_assumptions())[town]
        other = read_sent(form, sent.others[f"wmo_{town}_{period}.csv"], sent.others)
        return replace(other, text=other.text.rstrip("\n")).data

    return changed


def with_rows_of(town: str) -> Break:
    """Add the rows of another town, whose columns stand in the same order."""

    def changed(sent: Sent) -> Sent:
        form = read_forms(read_assumptions())[town]
        other = read_sent(form, sent.others[f"wmo_{town}_{NOW}.csv"], sent.others)
        return sent.with_lines([*sent.lines, *other.lines[1:]])

    return changed


def ten_times(sent: Sent) -> Sent:
    """Let every row stand there ten times, each with a number of its own."""
    head, *rows = sent.table
    return sent.with_table([head, *([f"{row[0]}{copy}", *row[1:]] for copy in range(10) for row in rows)])


def zipped(sent: Sent) -> bytes:
    """Pack it, and keep the name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("wmo.csv", sent.data)
    return packed.getvalue()


def as_workbook(sent: Sent) -> bytes:
    """Save it as a workbook, and keep the name."""
    held = io.BytesIO()
    with Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(sent.table):
            sheet.write_row(number, 0, row)
    return held.getvalue()


def half(sent: Sent) -> Sent:
    """Lose the second half, at the end of a line."""
    return sent.with_lines(sent.lines[: len(sent.lines) // 2])


def read_wrongly(sent: Sent) -> bytes:
    """Read UTF-8 as if it were the encoding of Windows, and save it as UTF-8."""
    return sent.data.decode("cp1252").encode()


def without_header(sent: Sent) -> Sent:
    """Lose the header."""
    return sent.with_lines(sent.lines[1:])


NEW_FILE = "Ask the supplier for the file again."
MANY_BAD = "rows are bad ("
APART = "The rows and reasons are in quarantine."
LOOK = "Look which of these names is wrong"

REFUSED = [
    Refusal("empty file", "GM0153", instead(b""), "is empty (0 bytes)", "a table with a header", NEW_FILE),
    Refusal("nothing but blank lines", "GM0153", instead(b"\n\n\n"), "is empty", "a table with a header", NEW_FILE),
    Refusal("header alone", "GM0153", lambda sent: sent.with_lines(sent.lines[:1]),
            "no rows", "at least one", "Is this the right file?"),
    Refusal("NUL bytes", "GM0141", whole(lambda text: text.replace("N\n", "\0\n", 1)),
            "is binary data, not text", "a text file", "Check `kind:`"),
    Refusal("UTF-16 without its mark", "GM0158", lambda sent: sent.text.encode("utf-16-le"),
            "is binary data, not text", "a text file", "Check"),
    Refusal("UTF-16 cut in the middle of a letter", "GM1735", lambda sent: sent.data[:-101],
            "is no utf-16", "text in utf-16", "encoding"),
    Refusal("zip under the name of the file", "GM0164", zipped,
            "is a zip archive or workbook", "a text file", "unpack the file"),
    Refusal("workbook under the name of the file", "GM0164", as_workbook,
            "is a zip archive or workbook", "a text file", "unpack the file"),
    Refusal("web page", "GM0164", instead(b"<!doctype html><title>Zonnebloem</title>"),
            "is a web page", "the table itself", "fetch the file again"),
    Refusal("header renamed", "GM0153", rename("person", "cl_nr"),
            "no column 'bsn' for client", "bsn or BSN_CLIENT", "header"),
    Refusal("header lost", "GM0153", without_header, "no column 'bsn' for client", "bsn or BSN_CLIENT", "header"),
    Refusal("a title above the header", "GM0163", whole(lambda text: "Wmo derde kwartaal\n" + text),
            "no column 'bsn' for client", "bsn", "header"),
    Refusal("line of a spreadsheet above the header", "GM0153", whole(lambda text: "sep=;\n" + text),
            "no column 'bsn' for client", "bsn", "header"),
    Refusal("header twice in one line", "GM0153", header(lambda line: line.replace("begindatum", "einddatum")),
            "occurs 2 times", "every column name once", "header"),
    Refusal("quote open in the header", "GM0153", header(lambda line: line.replace("begindatum", '"begindatum')),
            "no column 'bsn' for client", "bsn", "header"),
    Refusal("encoding read wrongly and saved", "GM0164", read_wrongly,
            "no column 'bsn' for client", "cliënt_bsn", "header"),
    Refusal("comma for decimals and cells", "GM0158", whole(lambda text: text.replace(".", ",")),
            MANY_BAD, "at most 10 %", APART),
    Refusal("cut off halfway", "GM0153", half, "155 rows, the delivery before had 30", " rows", "Ask the supplier"),
    Refusal("ten times as many rows", "GM0153", ten_times,
            "0 rows, the delivery before had 30", " rows", "Ask the supplier"),
    Refusal("every row twice", "GM0164", lambda sent: again(len(sent.lines))(again(4)(sent)),
            MANY_BAD, "at most 10 %", APART),
    Refusal("another town's file", "GM0147", of("GM0189"),
            "is the same file as wmo_GM0189_2021-Q3.csv", "a file of its own", LOOK, ("wmo_GM0189_2021-Q3.csv",)),
    Refusal("another town's file of last quarter", "GM0147", of("GM0189", BEFORE),
            "is the same file as wmo_GM0189_2021-Q2.csv", "a file of its own", LOOK),
    Refusal("last quarter's file", "GM0147", of("GM0147", BEFORE),
            "is the same file as wmo_GM0147_2021-Q2.csv", "a file of its own", LOOK),
    Refusal("last quarter's file, saved again", "GM0147", saved_again("GM0147", BEFORE),
            "no row is about 2021-Q3, the newest are about 2021-Q2", "rows about 2021-Q3", "Ask the supplier"),
    Refusal("another town's file, saved again", "GM0147", saved_again("GM0189"),
            "rows are about records that GM0189 told of before", "at most 10 %", "two in one"),
    Refusal("two towns in one file", "GM0141", with_rows_of("GM0183"),
            "rows are about records that GM0183 told of before", "at most 10 %", "two in one"),
    Refusal("another law's file", "GM0153", of("GM0153", law="jeugd"), MANY_BAD, "at most 10 %", APART),
    Refusal("all days with the month first", "GM1700", cells("start", american), MANY_BAD, "at most 10 %", APART),
    Refusal("all days as a spreadsheet counts them", "GM0141", cells("start", "44197"),
            MANY_BAD, "at most 10 %", APART),
    Refusal("begin and end exchanged", "GM0173", swapped("start", "end"), MANY_BAD, "at most 10 %", APART),
    Refusal("number of person and record exchanged", "GM0153", swapped("person", "record"),
            MANY_BAD, "at most 10 %", APART),
    Refusal("number as a formula", "GM0141", cells("person", lambda number: f'="{number}"'),
            MANY_BAD, "at most 10 %", APART),
    Refusal("number as a spreadsheet rounds it", "GM0153", cells("person", lambda number: f"{float(number):.5E}"),
            MANY_BAD, "at most 10 %", APART),
    Refusal("identifiers of devices", "GM0153", column_added("mac", lambda row: f"aa:bb:cc:00:11:{row % 256:02x}"),
            "identifiers of devices in (masked)", "counts, and no devices", "Ask the supplier for counts"),
]  # fmt: skip
