-- The tables of schema raw: everything as text, with its origin. Only staging reads them.
create schema if not exists raw;

-- One row per good row of a delivered file, including every version of a record. A cell that was
-- typed in another form ("1,000") holds what it was read as; _as_typed has the delivered text.
create table raw.incident_records (
    {record_columns},
    _delivery_number bigint,   -- running number of the delivery; the highest is the newest
    _delivery_id varchar,      -- first 16 hex digits of the delivered file's sha256
    _source varchar,
    _file_name varchar,
    _row_number bigint,        -- as in a spreadsheet: the header is row 1
    _place varchar,            -- member and row, if an archive holds several files
    _as_typed varchar,         -- JSON of the delivered text of cells that were read otherwise
    _loaded_at timestamp       -- UTC
);

-- One row per rejected row, as delivered, with every reason; row 0 for a file that can't be read.
create table raw.rejected_records (
    _delivery_number bigint,
    _delivery_id varchar,
    _source varchar,
    _file_name varchar,
    _row_number bigint,
    _place varchar,            -- in words: row 12, line 3, july.csv, row 12
    record_id varchar,
    reasons varchar,
    record varchar,            -- JSON of the cells that were not empty
    _loaded_at timestamp
);

-- One row per delivery, including retracted ones.
create table raw.deliveries (
    delivery_number bigint,
    delivery_id varchar,
    source varchar,
    file_name varchar,
    sha256 varchar,
    landed_on date,
    landed_at timestamp,       -- UTC
    size_bytes bigint,
    read_as varchar,           -- the detected form: CSV in UTF-8, separated by commas
    rows_read bigint,
    rows_loaded bigint,
    rows_rejected bigint,
    rows_corrected bigint,
    rows_unchanged bigint,
    is_removed boolean
);

