"""A word of a published vocabulary is explained wherever a reader meets it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from support import ROOT

RULES = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")


def vocabularies(manifest: dict[str, Any]) -> Iterator[tuple[str, str, set[str]]]:
    """Yield each model and column with the words that its `is_sound` test allows."""
    for node in manifest["nodes"].values():
        metadata = node.get("test_metadata") or {}
        if metadata.get("name") == "is_sound" and node["attached_node"]:
            for column, words in metadata["kwargs"].get("words", {}).items():
                yield node["attached_node"], column, set(words)


def reasons_of(manifest: dict[str, Any], model: str) -> set[str]:
    (words,) = (
        words
        for name, column, words in vocabularies(manifest)
        if (name, column) == (f"model.raidbook.{model}", "not_chosen_because")
    )
    return words


def macro(manifest: dict[str, Any], name: str) -> str:
    text: str = manifest["macros"][f"macro.raidbook.{name}"]["macro_sql"]
    return text


def test_the_description_of_a_column_names_each_of_its_words(manifest: dict[str, Any]) -> None:
    missing = []
    for model, column, words in vocabularies(manifest):
        described = manifest["nodes"][model]["columns"][column]["description"]
        where = f"{model.rpartition('.')[2]}.{column}"
        missing += [
            f"{where}: its description (models/*columns.md) lacks the word {word}"
            for word in sorted(words - set(re.findall(r"\w+", described)))
        ]
    assert not missing, "\n".join(missing)


def test_the_rules_name_each_reason_why_a_record_is_not_chosen(manifest: dict[str, Any]) -> None:
    named = set(re.findall(r"\w+", RULES.partition("## 7. ")[2].partition("## 8. ")[0]))
    assert not reasons_of(manifest, "fct_reported_figures") - named


def test_every_reason_why_a_record_is_not_chosen_is_spelled_out(manifest: dict[str, Any]) -> None:
    """A reason without words would leave a line of `raidbook explain` empty."""
    spelled = set(re.findall(r"'(\w+)':", macro(manifest, "spelled_reasons")))
    # `spelled_verdict` says the status itself
    assert spelled == reasons_of(manifest, "fct_reported_figures") - {"status"}


def test_every_reason_of_a_member_has_a_verdict(manifest: dict[str, Any]) -> None:
    """A reason without a verdict would read as if the record took no part."""
    worded = set(re.findall(r"when '(\w+)' then '", macro(manifest, "explained_reported")))
    assert not reasons_of(manifest, "fct_consensus_records") - worded
