"""What decides whether a build may leave: Great Expectations over figures measured in SQL.

There are three suites. DELIVERIES checks, before dbt, what came since the live build. PUBLISHED
checks, after dbt, the file that is to be published. DIFFERENCE compares the records that are live
with what becomes of them. Growth from records first delivered since the live build stops none of
them: every bound on a change is one on records that were live already, and every share one of the
whole file or of a delivery of at least `ENOUGH` rows.
"""
