from __future__ import annotations

import csv
import random
import shutil
from collections import Counter
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import files_below

import scripts.names
from ingest.names import matching, names_in_records, reference_files, seed_rows
from ingest.names.folding import fold, fold_admin1, fold_city, fold_organisation
from ingest.names.matching import match_names

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
ORGANISATION_SEED = SEEDS / "organisation.csv"
FOLDS = (fold, fold_city, fold_admin1, fold_organisation)


@pytest.fixture(scope="module")
def files(reference_cache):
    return reference_files.cached_reference(reference_cache, SEEDS)


@pytest.fixture(scope="module")
def places(files):
    return {row["place_id"]: row for row in pq.read_table(files.places).to_pylist()}


def match_all(files, kind, asked, seeds=SEEDS):
    """Match many (country, admin1, name) at once: reading the names is what takes time."""
    matches = match_names([(kind, *each, 1) for each in asked], files, seeds)
    return dict(zip(asked, matches, strict=True))


@pytest.mark.parametrize("folding", FOLDS)
@given(name=st.text())
@settings(max_examples=300, deadline=None)
def test_folding_twice_changes_nothing(folding, name):
    assert folding(folding(name)) == folding(name)


@pytest.mark.parametrize("folding", FOLDS)
@given(name=st.text(st.characters(max_codepoint=0x7F)))
@settings(max_examples=200, deadline=None)
def test_case_and_blanks_say_nothing(folding, name):
    assert folding(name.upper()) == folding(name.lower()) == folding(f"  {name}\t")


@given(name=st.text(st.characters(categories=("L", "M", "N", "Zs"))))
@settings(max_examples=300, deadline=None)
def test_letters_are_kept(name):
    assert bool(fold(name)) or not any(letter.isalnum() for letter in name)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Ŏtâr Méanchey", "otar meanchey"),
        ("Đồng Tháp", "dong thap"),
        ("O'Smach", "osmach"),
        ("O’Smach", "osmach"),
        ("Lapu-Lapu", "lapu lapu"),
        ("  Phnom \u00a0 Penh ", "phnom penh"),
        ("Sarıyer", "sariyer"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("U.A.E.", "uae"),
        ("Washington, D.C.", "washington dc"),
        ("St. Petersburg", "st petersburg"),
        ("金边", "金边"),
        ("กรุงเทพ", "กรุงเทพ"),
        ("서울", "서울"),
        ("ＫＫ园区", "kk园区"),
        ("zero\u200bwidth", "zerowidth"),
        ("_-—!", ""),
        ("", ""),
    ],
)
def test_fold(name, folded):
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("folding", "name", "folded"),
    [
        (fold_city, "Quezon City", "quezon"),
        (fold_city, "City of Makati", "makati"),
        (fold_city, "Thành phố Hồ Chí Minh", "ho chi minh"),
        (fold_city, "Krong Bavet", "bavet"),
        (fold_city, "City", "city"),
        (fold_city, "Cape Town", "cape town"),
        (fold_city, "Thanh Hoa", "thanh hoa"),
        (fold_admin1, "Ho Chi Minh City (HCMC)", "ho chi minh"),
        (fold_admin1, "Gyeonggi-do", "gyeonggi"),
        (fold_admin1, "Khet Kandal", "kandal"),
        (fold_admin1, "Tỉnh Nghệ An Province", "nghe an"),
        (fold_admin1, "Northern Cape", "northern cape"),
        (fold_organisation, "The Smart Web & Co., Ltd.", "smart web"),
        (fold_organisation, "Royal Thai Police", "royal thai police"),
        (
            fold_organisation,
            "Ministry of Public Security (China)",
            "ministry of public security china",
        ),
        (fold_organisation, "The Co", "co"),
    ],
)
def test_short_folds(folding, name, folded):
    assert folding(name) == folded


CITIES = [
    ("KH", "Svay Rieng", "Bavet", "geonames:1829516", "name"),
    ("KH", "", "KRONG BAVET", "geonames:1829516", "short_name"),
    ("KH", "Preah Sihanouk", "Kampong Som", "geonames:1831142", "alias"),
    ("KH", "", "金边", "geonames:1821306", "alias"),
    ("KH", "", "Preah Sihanouk", "admin1:KH.28", "province"),
    ("KH", "", "Ou Smach", "geonames:11591267", "alternate_name"),
    ("LA", "Bokeo", "Golden Triangle SEZ", "raidbook:ton-pheung", "alias"),
    ("PH", "", "Quezon City", "geonames:1692192", "name"),
    ("PH", "", "Quezon", "geonames:1692192", "short_name"),
    ("PH", "Metro Manila", "City of Makati", "geonames:1703417", "short_name"),
    ("VN", "", "Ho Chi Minh City", "geonames:1566083", "name"),
    ("VN", "", "Thành phố Hồ Chí Minh", "geonames:1566083", "short_name"),
    # several of one name: the stated province decides, by its own name or an alias
    ("US", "Illinois", "Springfield", "geonames:4250542", "name"),
    ("TH", "Bangkok", "Chom Thong", "geonames:7026787", "name"),
    ("TH", "Chiang Mai", "Chom Thong", "geonames:1153634", "name"),
    ("PH", "Pampanga", "San Fernando", "geonames:1690039", "name"),
    ("MY", "Penang", "Simpang Ampat", "geonames:1735082", "alias"),
    ("IN", "Punjab; Delhi", "Delhi", "geonames:1273294", "name"),
    # none stated: five times the people of the next
    ("US", "", "Washington", "geonames:4140963", "name"),
    # the only one of the country, in another province than stated, but too large to miss
    ("KH", "Kampot", "Sihanoukville", "geonames:1831142", "name"),
    # a province that nobody knows says nothing
    ("KH", "Nowhere", "Bavet", "geonames:1829516", "name"),
    ("ZZ", "", "Phnom Penh", "geonames:1821306", "name"),
    ("ZZ", "", "London", "geonames:2643743", "name"),
    ("", "", "London", "geonames:2643743", "name"),
]


def test_cities(files):
    matches = match_all(files, "city", [case[:3] for case in CITIES])
    found = [(*asked, match.matched_id, match.method) for asked, match in matches.items()]
    assert found == CITIES
    for match in matches.values():
        assert (match.suggestion, match.suggestion_id, match.score) == (None, None, None)


NOT_SURE = [
    ("KH", "", "Sihanoukvile", "geonames:1831142", 96.0),  # alike, but not the same
    ("US", "", "Springfield", "geonames:4409896", 100.0),  # several, none much larger
    ("KH", "Kandal", "Chom Chau 99", None, None),
    ("KH", "Battambang", "O'Smach", "geonames:11591267", 100.0),  # small, and elsewhere
    ("KH", "", "Bangkok", None, None),  # of another country
    ("ZZ", "", "Victoria", "geonames:1931681", 100.0),
    ("KH", "", "???", None, None),
]


def test_what_is_not_sure_is_only_suggested(files):
    matches = match_all(files, "city", [case[:3] for case in NOT_SURE])
    found = [(*asked, match.suggestion_id, match.score) for asked, match in matches.items()]
    assert found == NOT_SURE
    assert {(match.matched_id, match.method) for match in matches.values()} == {(None, "none")}


PROVINCES = [
    ("TH", "Chon Buri", "admin1:TH.46", "name"),
    ("TH", "Chonburi", "admin1:TH.46", "alias"),
    ("LA", "Vientiane Prefecture", "admin1:LA.24", "name"),
    ("LA", "Vientiane Province", "admin1:LA.27", "alias"),
    ("PH", "Pampanga", "admin1:PH.03", "alias"),
    ("LK", "Western", "admin1:LK.36", "short_name"),
    ("KH", "Western", None, "none"),
    ("KH", "Kandall", None, "none"),
    ("ZZ", "Svay Rieng", "admin1:KH.18", "name"),
    ("ZZ", "Central", None, "none"),
]


def test_provinces(files):
    asked = [(country, "", name) for country, name, _, _ in PROVINCES]
    matches = match_all(files, "admin1", asked)
    found = [
        (asked[0], asked[2], match.matched_id, match.method) for asked, match in matches.items()
    ]
    assert found == PROVINCES


COUNTRIES = [
    ("KH", "KH", "code"),
    ("TWN", "TW", "code"),
    ("u.s.a.", "US", "code"),
    ("Lao PDR", "LA", "alias"),
    ("Viet Nam", "VN", "alias"),
    ("Burma", "MM", "alias"),
    ("Turkey", "TR", "alias"),
    ("柬埔寨", "KH", "alias"),
    ("한국", "KR", "alias"),
    ("Cote d’Ivoire", "CI", "name"),
    ("Kingdom of Cambodia", "KH", "name"),
    ("Hong Konger", "HK", "demonym"),
    ("Congolese", None, "none"),
    ("Camboda", None, "none"),
]


def test_countries(files):
    asked = [("ZZ", "", name) for name, _, _ in COUNTRIES]
    matches = match_all(files, "country", asked)
    found = [(asked[2], match.matched_id, match.method) for asked, match in matches.items()]
    assert found == COUNTRIES


@pytest.fixture
def own_seeds(tmp_path):
    copy = tmp_path / "seeds"
    shutil.copytree(SEEDS, copy)
    (copy / "organisation.csv").write_text(
        "organisation_id,organisation_name,organisation_type,country_code,wikidata_id,ofac_uid,"
        "opensanctions_id,designated_on,decided_on,reason\n"
        "kh-police,National Police,police,KH,-,-,-,,2026-01-01,-\n"
        "th-police,National Police,police,TH,-,-,-,,2026-01-01,-\n"
        "th-navy,Royal Thai Navy,military,TH,-,-,-,,2026-01-01,-\n"
        "zz-web,Smart Web Corp.,company,ZZ,-,-,-,,2026-01-01,-\n",
        encoding="utf-8",
    )
    (copy / "organisation_alias.csv").write_text(
        "alias,country_code,organisation_id,decided_on,reason\n"
        "The Bureau,TH,th-police,2026-01-01,-\n"
        "The Bureau,ZZ,kh-police,2026-01-01,-\n",
        encoding="utf-8",
    )
    return copy


ORGANISATIONS = [
    ("TH", "the bureau", "th-police", "alias"),  # of the record's country first
    ("VN", "The Bureau", "kh-police", "alias"),  # then for everywhere
    ("VN", "Bureau", "kh-police", "alias"),
    ("KH", "National Police", "kh-police", "name"),
    ("VN", "National Police", None, "none"),  # two of them, neither its own
    ("KH", "Royal Thai Navy", "th-navy", "name"),  # acts abroad, but there is one only
    ("KH", "Thai Navy", None, "none"),
    ("MM", "Smart Web Corporation", "zz-web", "short_name"),
]


def test_organisations(files, own_seeds):
    asked = [(country, "", name) for country, name, _, _ in ORGANISATIONS]
    matches = match_all(files, "organisation", asked, own_seeds)
    found = [
        (asked[0], asked[2], match.matched_id, match.method) for asked, match in matches.items()
    ]
    assert found == ORGANISATIONS


def test_only_the_most_frequent_names_get_a_suggestion(files, monkeypatch):
    monkeypatch.setattr(matching, "MAX_SUGGESTIONS", 1)
    asked = [("city", "KH", "", "Bavett", 2), ("city", "KH", "", "Sihanoukvile", 3)]
    assert [m.suggestion for m in match_names(asked, files, SEEDS)] == [None, "Sihanoukville"]


def records():
    for path in files_below(ROOT / "ingest" / "records", "*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def parts(cell):
    return [part.strip() for part in cell.split(";") if part.strip()]


def asked_by_records():
    asked = Counter()
    for row in records():
        asked["country", row["country"], "", row["country"]] += 1
        asked.update(("city", row["country"], row["admin1"], name) for name in parts(row["city"]))
        asked.update(("admin1", row["country"], "", name) for name in parts(row["admin1"]))
    return [(*key, times) for key, times in sorted(asked.items())]


def test_records_reach_their_places(files, places):
    asked = asked_by_records()
    matched = {
        (m.kind, m.country_code, m.admin1, m.name): m.matched_id
        for m in match_names(asked, files, SEEDS)
    }
    unknown = [key for key, found in matched.items() if not found and key[1] != "ZZ"]
    assert [key for key in unknown if key[0] == "country"] == []
    named = reached = 0
    for row in records():
        where = [
            matched["city", row["country"], row["admin1"], name] for name in parts(row["city"])
        ]
        named += bool(where)
        reached += bool(where) and all(p and places[p]["latitude"] is not None for p in where)
    assert named > 2_000
    assert reached / named >= 0.98, unknown
    for (kind, country, _, _), found in matched.items():
        if kind in ("city", "admin1") and found and country != "ZZ":
            assert places[found]["country_code"] == country


def test_matches_depend_on_nothing_but_the_name(files):
    asked = [*asked_by_records(), ("city", "KH", "", "Sihanoukvile", 1)]
    shuffled = random.Random(1).sample(asked, len(asked))
    found = match_names(asked, files, SEEDS)
    assert [(*m.__dict__.values(),)[:5] for m in found] == asked
    assert set(match_names(shuffled, files, SEEDS)) == set(found)


def test_nothing_asked_nothing_matched(files):
    assert match_names([], files, SEEDS) == []


def test_write_matches(files):
    con = duckdb.connect()
    con.execute("""
        create schema raw;
        create table raw.incident_records as
        select * from (values
            ('1', 'KH', 'Svay Rieng', ' Bavet; Nowhere ;', 'enforcer:FBI; accused:Nobody: at all'),
            ('2', 'KH', 'Svay Rieng', 'Bavet', null),
            ('3', 'KH', null, 'Bavet', null)
        ) as t(record_id, country, admin1, city, organisations)
        cross join (select null::varchar as site)
    """)
    names_in_records.write_matches(con, files, SEEDS)
    rows = con.execute("""
        select kind, country_code, admin1, name, times, matched_id, member_id from raw.name_matches
        order by all
    """).fetchall()
    assert rows == [
        ("admin1", "KH", None, "Svay Rieng", 2, "admin1:KH.18", "admin1:KH.18"),
        ("city", "KH", "Svay Rieng", "Bavet", 2, "geonames:1829516", "geonames:1829516"),
        ("city", "KH", "Svay Rieng", "Nowhere", 1, None, "inferred:city:KH:admin1:KH.18:nowhere"),
        ("city", "KH", None, "Bavet", 1, "geonames:1829516", "geonames:1829516"),
        ("organisation", "KH", None, "FBI", 1, "us-fbi", "us-fbi"),
        (
            "organisation",
            "KH",
            None,
            "Nobody: at all",
            1,
            None,
            "inferred:organisation:nobody at all",
        ),
    ]
    con.execute("delete from raw.incident_records")
    names_in_records.write_matches(con, files, SEEDS)
    described = con.execute("select * from (describe raw.name_matches)").fetchall()
    types = {name: type_ for name, type_, *_ in described}
    assert types["matched_id"] == types["suggestion_id"] == "VARCHAR"
    assert (types["times"], types["score"]) == ("BIGINT", "DOUBLE")
    assert con.execute("select count(*) from raw.name_matches").fetchone() == (0,)


def test_labelled_names_are_matched_with_what_they_mean(files):
    """The labels were made by hand, before matching. `python -m scripts.names` shows details."""
    found = scripts.names.measure(files, SEEDS)
    assert found.labelled >= 183
    assert found.precision >= 0.99, found.wrong
    assert found.recall >= 0.97, found.wrong


def test_the_labelled_names_are_those_of_the_records(files):
    """A record with a new name is loaded all the same; its name is then to be labelled."""
    drawn = scripts.names.drawn(scripts.names.in_records(ROOT, files))
    labelled = set(scripts.names.labels())
    assert len(labelled & set(drawn)) >= 0.9 * min(len(labelled), len(drawn))
    places = set(pq.read_table(files.places)["place_id"].to_pylist())
    organisations = {row["organisation_id"] for row in seed_rows.read_seed(ORGANISATION_SEED)}
    assert set(scripts.names.labels().values()) - {"-"} <= places | organisations


def test_without_aliases_nothing_is_guessed(files):
    """What folding and the reference data do alone: few matches, but no wrong one."""
    found = scripts.names.measure_without_aliases(files, SEEDS)
    assert found.precision == 1
    assert 0 < found.recall < 1
