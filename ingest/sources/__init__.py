"""One module and one YAML file for each source: where its files are, and the facts about it.

To add a source, copy `incident_records.py` and `incident_records.yml`, and change what differs.
"""
