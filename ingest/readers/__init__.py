"""Readers: one module for each format. Each turns a delivered file into one text table in DuckDB.

The first bytes decide the format, and for text the first character. The name of the file is used in
messages only. For every format, `delivered_file.read` makes:

- the temporary view `delivered`: `_row_number` (BIGINT) and all columns of the record as VARCHAR,
  without blanks around a cell, NULL where nothing is left. Rows of nothing but blanks are left out.
- the temporary table `ragged_rows` (_row_number, record_id, reasons, record as JSON of its cells):
  rows that can't be read as records.
- the temporary table `own_cells` (_row_number, own as JSON): the cells of columns that begin with
  an underscore, by their names. They are a person's own, and are kept for whoever delivered them.
- a `Reading`: the format, its form in words, the header's names as delivered, the sheet, the row of
  the header and the first used column, how many rows are ragged, and notes.

`ingest.readers.error_cells` then moves rows with an error or no number in a cell of text to
`ragged_rows`, whatever the format, and `ingest.readers.no_records` rows that are no records.

`_row_number` is the row as a spreadsheet counts it (in CSV the header is row 1, a workbook has
numbers already), the line of JSON Lines, or the position in a JSON array or a Parquet file, counted
from 1. `Reading.place` gives it in words. A .zip with several files is one delivery: its files are
read in the order in which they were packed. Row numbers then continue from file to file, and
`Reading.place` names the member and the row in it.

To add a format, write a module with `read(con, path, name, scratch, choices) -> Reading`, and add
it to `delivered_file.READERS` and to `file_format.format_of`.
"""
