"""Cases made by hand: which records count, and what they say together (sections 0 to 3)."""

from __future__ import annotations

from reconcile.made_by_hand import PART, RAID, Ask, case, of_campaign, record

REPORT = {"source_url": "https://news.example/a"}

CASES = (
    # section 0
    case(
        "a correction of a later version alone",
        first := record(1, 10),
        first | {"value": "20", "published_on": "2025-01-04"},
        corrections=[
            {"record_id": first["record_id"], "column_name": "value", "was": "20", "becomes": "30"}
        ],
    ),
    case(
        "two names of one agency are one source, so that the later day decides",
        record(1, 20, credited_to="Agence"),
        record(2, 20, credited_to="AFP"),
        record(3, 12, published_on="2025-01-04"),
        publisher_aliases=[{"alias": "Agence", "publisher": "AFP"}],
    ),
    # section 1
    case(
        "a zero within a value is a digit, one at its end is none",
        record(1, 1010, qualifier="up_to", **REPORT),
        record(2, 999, **REPORT),
        record(3, 500, "persons_deported", qualifier="up_to", **REPORT),
        record(4, 490, "persons_deported", **REPORT),
    ),
    case(
        "a value that is not whole has the most digits",
        record(1, 123457, "money_seized", unit="USD", qualifier="up_to", **REPORT),
        record(2, 0, "money_seized", unit="USD", **REPORT) | {"value": "120000.4"},
    ),
    # section 3
    case(
        "of two exact figures that of the later day, though published earlier",
        record(1, 10, figure_as_of="2025-01-04", published_on="2025-01-05"),
        record(2, 12, figure_as_of="2025-01-03", published_on="2025-01-06"),
        record(3, 5, qualifier="more_than", published_on="2025-01-07"),
    ),
    case(
        "of two exact figures of one day, the one published later, though lower",
        record(1, 12, figure_as_of="2025-01-03", published_on="2025-01-05"),
        record(2, 10, figure_as_of="2025-01-03", published_on="2025-01-06"),
    ),
    case(
        "two equal figures of one report: the more precise, though of an earlier day",
        record(1, 10, source_url="https://news.example/a", figure_as_of="2025-01-02"),
        record(2, 10, source_url="https://news.example/a", figure_as_of="2025-01-03",
               published_on="2025-01-04", qualifier="about"),
    ),
    case(
        "an exact figure on the high of a vague one",
        record(1, 11),
        record(2, 10, qualifier="about", published_on="2025-01-04"),
    ),
    case(
        "an exact figure on the low of a vague one",
        record(1, 9),
        record(2, 10, qualifier="about", published_on="2025-01-04"),
    ),
    case(
        "a value of another age group is not the first report of this one",
        record(1, 10, age_group="minor"),
        record(2, 10, age_group="adult", published_on="2025-01-05"),
    ),
    case(
        "what two sources print again is outgrown until they do",
        record(1, 10),
        record(2, 12, published_on="2025-01-04"),
        record(3, 10, published_on="2025-01-06"),
        record(4, 10, published_on="2025-01-07"),
    ),
    case(
        "a total by sex or by age group makes no total of a nationality a part",
        record(1, 10, nationality="CN"),
        record(2, 20, sex="male"),
        record(3, 10, "persons_deported", nationality="CN"),
        record(4, 20, "persons_deported", age_group="adult"),
    ),
    case(
        "running totals of phones that are used leave out those of one nationality",
        of_campaign(1, 5, "phones_seized"),
        of_campaign(2, 3, "phones_seized", nationality="CN"),
    ),
    case(
        "running totals of phones of one nationality are not used, so that the part is the total",
        of_campaign(1, 5, "phones_seized", nationality="CN"),
        of_campaign(2, 3, "phones_seized", **PART),
    ),
    case(
        "each unit of money and each kind of thing is a figure of its own",
        *(
            record(number, 10 * number, "money_seized", unit=unit)
            for number, unit in enumerate(("USD", "USDT", "BTC", "XAU", "USDC", "ETH"), start=1)
        ),
        record(7, 9, "money_seized", unit="BTC", published_on="2025-01-04"),
        record(8, 70, "losses", unit="USDT"),
        *(
            record(number, number, measure)
            for number, measure in enumerate(
                ("sim_cards_seized", "bank_cards_seized", "vehicles_seized", "weapons_seized"),
                start=9,
            )
        ),
        asks=(
            Ask(
                "no unit is converted, and none meets another",
                RAID,
                """select seized, unit, amount::int from marts.fct_seizures
                    where event_id = $event order by all""",
                [
                    ("bank_cards", "item", 10),
                    ("money", "BTC", 9),
                    ("money", "ETH", 60),
                    ("money", "USD", 10),
                    ("money", "USDC", 50),
                    ("money", "USDT", 20),
                    ("money", "XAU", 40),
                    ("sim_cards", "item", 9),
                    ("vehicles", "item", 11),
                    ("weapons", "item", 12),
                ],
            ),
        ),
    ),
)  # fmt: skip
