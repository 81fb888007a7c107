"""Readers: one module a format, each turns a delivered file into one text table of DuckDB.

The format is found out from the first bytes, then, for text, from the first character; the name
only helps to say what is wrong. `delivered_file.read` gives, whatever the format:

- the temporary view `delivered`: `_row_number` (BIGINT) and all columns of the record as VARCHAR,
  blanks around a cell removed, NULL where nothing is left; a row of nothing but blanks is none;
- the temporary table `ragged_rows` (_row_number, record_id, reasons, record as JSON of its cells):
  rows that can't be read as records;
- a `Reading`: the format, its form in words, the header's names as delivered, the sheet, the row of
  the header and the first used column, how many rows are ragged, notes.

`_row_number` is the row as a spreadsheet counts it (CSV: the header is row 1; workbook: the sheet's
own number), the line of JSON Lines, the place in a JSON array or a Parquet file, counted from 1.
`Reading.place` says it in words. Of a .zip with several files each is read, in the order in which
they were packed, as one delivery: row numbers then run on from file to file, and `Reading.place`
names the member and the row in it.

To add a format, write a module with `read(con, path, name, scratch, sheet) -> Reading`, and name it
in `delivered_file.READERS` and in `file_format.format_of`.
"""
