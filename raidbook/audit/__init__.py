"""The audit: Great Expectations over figures measured in SQL. It decides if a build is published.

There are three suites. DELIVERIES checks the deliveries since the live build, before dbt runs.
PUBLISHED checks the file to publish, after dbt. DIFFERENCE compares the records that are live with
the same records in the new file. No suite stops a build because new records were delivered: every
bound on a change concerns records that were live already, and every share is one of the whole file
or of a delivery of at least `ENOUGH` rows.
"""
