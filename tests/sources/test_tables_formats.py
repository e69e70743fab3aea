"""What `format:` of a source accepts, and how it says no."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from noaber.content.formats import MEANT_FOR, TableFormat


def test_most_files_need_their_kind_only() -> None:
    fmt = TableFormat(kind="csv")
    assert (fmt.encoding, fmt.delimiter, fmt.decimal, fmt.header_rows, fmt.rows) == ("auto", "auto", ".", 1, (".",))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "cvs"}, "Input should be 'csv'"),
        ({"kind": "csv", "sheet": "Tabel 1"}, "`sheet` means nothing for kind csv; it belongs to xlsx"),
        ({"kind": "knmi", "skip": 3}, "`skip` means nothing for kind knmi"),
        ({"kind": "csv", "delimiter": ";;"}, "delimiter ';;' is not one character"),
        ({"kind": "csv", "encoding": "utf-9"}, "unknown encoding 'utf-9'"),
        ({"kind": "csv", "footer": "(Bron"}, "footer '(Bron' is no regular expression"),
        ({"kind": "csv", "separator": ";"}, "Extra inputs are not permitted"),
        ({"kind": "csv", "skip": -1}, "greater than or equal to 0"),
    ],
)
def test_a_mistake_is_named(given: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TableFormat.model_validate(given)
    assert said in str(caught.value)


def test_one_path_may_be_written_without_a_list() -> None:
    assert TableFormat.model_validate({"kind": "json", "rows": "gemeenten[*]"}).rows == ("gemeenten[*]",)


def test_every_field_says_what_it_is_and_gives_an_example() -> None:
    for name, field in TableFormat.model_fields.items():
        assert field.description, name
        assert field.examples, name
    assert MEANT_FOR.keys() <= TableFormat.model_fields.keys()
