"""One module and one YAML file a source: where its files lie, and the facts about it.

To add a source, copy `incident_records.py` and `incident_records.yml` and change what differs.
"""
