"""From delivered files to `raw.*`: land, read, check and load deliveries.

- `record/` defines the record once: its columns, checks, warnings, codebook and template.
- `readers/` turn a delivered file of any format into one text table.
- `names/` finds the countries, places, organisations and sites that names mean.
- `sources/` states where the files of each source are, with the facts about the source.
- `records/` holds the records that ship with the project.

Nothing here depends on the marts, or imports `raidbook`.
"""
