"""Countries and nationalities as people name them, and what is doubtful."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import ROOT

from ingest.normalise.codes_by_name import CodesByName


@pytest.fixture(scope="module")
def codes(reference_cache: Path) -> CodesByName:
    return CodesByName(reference_cache, ROOT / "seeds")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("UK", "GB"), ("EL", "GR"), ("Burma", "MM"), ("S. Korea", "KR"), ("khm", "KH")),
        *(("the Philippines", "PH"), ("Hong Kong SAR", "HK"), ("柬埔寨", "KH"), ("several", "ZZ")),
    ],
)
def test_a_country_is_read(codes: CodesByName, text: str, code: str) -> None:
    assert codes.country(text) == (code, "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("Burmese", "MM"), ("Khmer", "KH"), ("Cambodians", "KH"), ("Thais", "TH")),
        *(("Chinese nationals", "CN"), ("Indian citizens", "IN"), ("foreigners", "foreign")),
    ],
)
def test_a_nationality_is_read(codes: CodesByName, text: str, code: str) -> None:
    assert codes.nationality(text) == (code, "")


@pytest.mark.parametrize("text", ["EU", "SAR", "R.O.C.", "Crimea"])
def test_what_is_like_nothing_gets_no_suggestion(codes: CodesByName, text: str) -> None:
    assert codes.country(text) == (None, "")


@pytest.mark.parametrize(
    ("text", "hint"),
    [("Phillipines", "did you mean Philippines (PH)?"), ("Laos/Thailand", "are written ZZ")],
)
def test_a_doubtful_country_gets_a_hint(codes: CodesByName, text: str, hint: str) -> None:
    value, found = codes.country(text)
    assert value is None
    assert hint in found


@pytest.mark.parametrize("text", ["CN;VN", "CN, VN", "Chinese and Vietnamese"])
def test_several_nationalities_are_rows_of_their_own(codes: CodesByName, text: str) -> None:
    value, found = codes.nationality(text)
    assert value is None
    assert "one row for each nationality" in found
