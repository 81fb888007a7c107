"""Which measures the counted things can have."""

from __future__ import annotations

SEIZED = {
    "phone": "phones_seized",
    "computer": "computers_seized",
    "device": "devices_seized",
    "sim_card": "sim_cards_seized",
    "bank_card": "bank_cards_seized",
    "vehicle": "vehicles_seized",
    "weapon": "weapons_seized",
}
NOUNS = {
    "custody": "persons_arrested",
    "deportation": "persons_deported",
    "repatriation": "persons_repatriated",
    "rescue": "persons_rescued",
    "conviction": "persons_convicted",
    "death": "persons_killed",
    "raid": "sites_raided",
}
# What is done to soldiers and officers, whom the text otherwise counts as the ones who do it.
DONE_TO = (
    *("persons_arrested", "persons_detained", "persons_charged", "persons_convicted"),
    *("persons_killed", "persons_injured", "persons_released"),
)
MONEY = ("seized", "lost", "paid")
SITES = ("sites_raided", "sites_closed", "compounds_identified")
FATES = ("persons_killed", "persons_injured")  # of a few of the people
# What is done to people only, and not to things.
OF_PEOPLE = (
    *("persons_arrested", "persons_charged", "persons_convicted", "persons_deported"),
    *("persons_repatriated", "persons_detained"),
)
# Measures whose verbs take people out of a country.
FROM_PLACES = ("persons_repatriated", "persons_rescued", "persons_released", "persons_deported")
