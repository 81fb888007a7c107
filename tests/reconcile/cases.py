"""Small cases made by hand, for what random records meet too seldom or the reference leaves out."""

from __future__ import annotations

from reconcile import cases_of_events, cases_of_figures, cases_of_trees

CASES = (*cases_of_figures.CASES, *cases_of_events.CASES, *cases_of_trees.CASES)
