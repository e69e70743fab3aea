"""Identifiers in one form, keys per purpose and pseudonyms; against RFC 4231, RFC 5869 and case 14."""

from __future__ import annotations

import hmac
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.privacy.identifiers import normalise_bsn, normalise_text, passes_elfproef
from noaber.privacy.key_derivation import expand, extract
from noaber.privacy.pseudonyms import (
    PSEUDONYM,
    DomainKey,
    Keyring,
    domain_key,
    made_with,
    pseudonym,
    pseudonymise,
)

FIRST, SECOND = bytes(range(32)), bytes(range(1, 33))
RING = Keyring("k002", {"k001": FIRST, "k002": SECOND})


def slow_elfproef(text: str) -> bool:
    """The eleven test as the law of large numbers of forms has it: by hand."""
    if len(text) != 9 or not text.isascii() or not text.isdigit() or not int(text):
        return False
    return (sum(int(text[at]) * (9 - at) for at in range(8)) - int(text[8])) % 11 == 0


# -- one form ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("111222333", "111222333"),
        (" 1112.22.333 ", "111222333"),
        ("111 222 333", "111222333"),
        ("111-222-333", "111222333"),
        ("12345672", "012345672"),  # a spreadsheet dropped the zero
        ("111222333.0", "111222333"),  # a spreadsheet made it a number
        ("123456789", None),
        ("000000000", None),
        ("0111222333", None),
        ("11122233.3.0", None),
        ("1112 22  333", None),
        ("١١١٢٢٢٣٣٣", None),
        ("onbekend", None),
        ("", None),
        (None, None),
    ],
)
def test_one_person_has_one_number(written: str | None, meant: str | None) -> None:
    """However it is written; what fails the test is nobody's."""
    assert normalise_bsn(pl.Series([written], dtype=pl.String)).to_list() == [meant]


def test_numbers_and_names_are_kept() -> None:
    """A column of whole numbers is read too, also where nothing is a number at all."""
    assert normalise_bsn(pl.Series("bsn", [111222333, 12345672, None])).to_list() == ["111222333", "012345672", None]
    assert normalise_bsn(pl.Series("bsn", [111222333.0])).to_list() == ["111222333"]
    assert normalise_bsn(pl.Series("bsn", ["111222333"])).name == "bsn"
    assert normalise_bsn(pl.Series("bsn", [], dtype=pl.String)).to_list() == []


@given(st.one_of(st.text(max_size=11), st.integers(0, 10**9).map(lambda number: f"{number:09d}")))
def test_the_eleven_test_agrees_with_doing_it_by_hand(text: str) -> None:
    """For numbers and for anything else."""
    assert pl.DataFrame({"n": [text]}).select(passes_elfproef(pl.col("n"))).item() == slow_elfproef(text)


@given(st.integers(0, 10**9 - 1))
def test_a_normalised_number_stays_as_it_is(number: int) -> None:
    """And one mistyped digit is always found."""
    once = normalise_bsn(pl.Series([f"{number:09d}"]))
    assert normalise_bsn(once).to_list() == once.to_list()
    if once[0] is not None:
        wrong = [f"{once[0][:at]}{(int(once[0][at]) + 1) % 10}{once[0][at + 1 :]}" for at in range(9)]
        assert normalise_bsn(pl.Series(wrong)).null_count() == 9


def test_texts_in_one_form() -> None:
    """Composed or not, with one space or two; capitals are kept."""
    found = normalise_text(pl.Series(["Zoe\u0308  A", "Zo\u00eb A", " ", None, "zo\u00eb a"]))
    assert found.to_list() == ["Zo\u00eb A", "Zo\u00eb A", None, None, "zo\u00eb a"]


# -- keys ----------------------------------------------------------------------------------------------------------


def test_hkdf_of_rfc_5869() -> None:
    """Cases 2 (long) and 3 (no salt, no info) of the RFC; case 1 is in the reference cases."""
    long = bytes(range(0x50))
    key = extract(bytes(range(0x60, 0xB0)), long)
    assert key.hex() == "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244"
    assert expand(key, bytes(range(0xB0, 0x100)), 82).hex() == (
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
        "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
    )
    key = extract(b"", b"\x0b" * 22)
    assert key.hex() == "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04"
    assert expand(key, b"", 42).hex() == (
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    )


@pytest.mark.parametrize("length", [0, -1, 255 * 32 + 1])
def test_a_key_of_no_length_is_refused(length: int) -> None:
    """Nor one longer than the RFC allows."""
    with pytest.raises(ValueError, match="bytes of key"):
        expand(FIRST, b"", length)


def test_every_purpose_domain_and_master_has_its_own_key() -> None:
    """And the same ones always the same."""
    asked = [(p, d, n) for p in ("wmo", "jeugd") for d in ("person", "address") for n in ("k001", "k002")]
    assert len({domain_key(RING, *one).secret for one in asked}) == len(asked)
    assert domain_key(RING, "wmo", "person") == domain_key(RING, "wmo", "person", "k002")


@pytest.mark.parametrize(("purpose", "domain"), [("wmo|person", "x"), ("wmo", ""), ("Wmo", "person"), ("wmo", "a b")])
def test_a_name_in_which_another_could_hide_is_refused(purpose: str, domain: str) -> None:
    """`a|b` with `c` must not be `a` with `b|c`."""
    with pytest.raises(ValueError, match="no names"):
        domain_key(RING, purpose, domain)


@pytest.mark.parametrize(
    ("current", "masters"),
    [("k001", {}), ("k002", {"k001": FIRST}), ("k1", {"k1": FIRST}), ("k001", {"k001": b"short"})],
)
def test_a_ring_without_usable_keys_is_refused(current: str, masters: dict[str, bytes]) -> None:
    """No current key, a wrong name, or one so short that it can be guessed."""
    with pytest.raises(ValueError, match="key ring"):
        Keyring(current, masters)


def test_keys_are_not_shown() -> None:
    """Not in a log, not in a traceback."""
    shown = repr(RING) + repr(domain_key(RING, "wmo", "person")) + str(RING)
    for secret in (FIRST, SECOND, domain_key(RING, "wmo", "person").secret):
        assert repr(secret)[2:12] not in shown
        assert secret.hex() not in shown


# -- pseudonyms ----------------------------------------------------------------------------------------------------


@given(st.lists(st.one_of(st.text(max_size=6), st.none()), max_size=12))
def test_a_column_agrees_with_one_by_one(identifiers: list[str | None]) -> None:
    """HMAC-SHA-256 of each, one form for all, absent where absent, different where different."""
    key = domain_key(RING, "wmo", "person")
    found = pseudonymise(pl.Series(identifiers, dtype=pl.String), key).to_list()
    for identifier, code in zip(identifiers, found, strict=True):
        if identifier is None:
            assert code is None
            continue
        assert code == "k002-" + hmac.new(key.secret, identifier.encode(), "sha256").hexdigest()[:32]
        assert PSEUDONYM.fullmatch(code)
    assert len(set(found)) == len(set(identifiers))


def test_two_purposes_cannot_be_joined() -> None:
    """The same person has nothing in common."""
    person = pl.Series(["111222333"])
    codes = [pseudonymise(person, domain_key(RING, purpose, "person"))[0] for purpose in ("wmo", "jeugd")]
    assert codes[0] != codes[1]


def test_after_a_rotation_one_sees_which_are_old() -> None:
    """An older key still gives what it gave."""
    person = "111222333"
    old, new = (pseudonym(person, domain_key(RING, "wmo", "person", name)) for name in ("k001", ""))
    assert old[5:] != new[5:]
    assert made_with(pl.Series([old, new, None, person, old + "0"])).to_list() == ["k001", "k002", None, None, None]
    before = Keyring("k001", {"k001": FIRST})
    assert pseudonym(person, domain_key(before, "wmo", "person")) == old


def test_a_column_of_numbers_is_a_column_of_identifiers() -> None:
    """Client numbers need not be text."""
    key = DomainKey("k001", FIRST)
    assert pseudonymise(pl.Series("client", [7, None]), key).to_list() == [pseudonym("7", key), None]
    assert pseudonymise(pl.Series("client", [7]), key).name == "client"
    assert pseudonymise(pl.Series([None], dtype=pl.String), key).to_list() == [None]


# -- case 14 -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def case(shared: Path) -> Path:
    return shared / "cases" / "14_linkage_pseudonymisation"


@pytest.mark.real
def test_vectors_of_case_14(case: Path) -> None:
    """RFC 4231 by way of the extraction step, which is HMAC-SHA-256; RFC 5869 case 1."""
    for _, key, data, expected in pl.read_csv(case / "hmac_sha256_rfc4231.csv").rows():
        assert extract(bytes.fromhex(key), bytes.fromhex(data)).hex() == expected
    text = pl.read_csv(case / "hkdf_rfc5869_case1.csv", infer_schema=False).row(0, named=True)
    made = extract(bytes.fromhex(text["salt_hex"]), bytes.fromhex(text["ikm_hex"]))
    assert made.hex() == text["prk_hex"]
    assert expand(made, bytes.fromhex(text["info_hex"]), int(text["L"])).hex() == text["okm_hex"]


@pytest.mark.real
def test_numbers_of_case_14(case: Path) -> None:
    """Which test numbers are valid."""
    table = pl.read_csv(case / "bsn_elfproef.csv", schema_overrides={"bsn_test_number": pl.String})
    assert (
        normalise_bsn(table["bsn_test_number"]).is_not_null().to_list() == table["valid_expected"].cast(bool).to_list()
    )
