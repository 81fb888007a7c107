"""The suites, in the order in which they decide.

DELIVERIES judges, before dbt, what came since the live build; PUBLISHED judges, after dbt, the file
that is to be published; DIFFERENCE compares the records that are live with what becomes of them.
Growth from records first delivered since the live build stops none of them: every bound on a change
is one on records that were live already, and every share one of the whole file or of a delivery of
at least `ENOUGH` rows.
"""

from __future__ import annotations

from warehouse.audit.deliveries import DELIVERIES
from warehouse.audit.difference import DIFFERENCE
from warehouse.audit.published import PUBLISHED

__all__ = ["DELIVERIES", "DIFFERENCE", "PUBLISHED"]
