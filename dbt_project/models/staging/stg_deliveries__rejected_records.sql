select
    _delivery_number * 10000000000 + _row_number as version_key,
    _delivery_id as delivery_id,
    _file_name as file_name,
    _row_number as row_number_in_file,
    _place as place,
    record_id,
    reasons,
    record
from {{ source('raw', 'rejected_records') }}
