select
    delivery_id,
    file_name,
    row_number_in_file as row_number,
    place,
    record_id,
    reasons,
    record
from {{ ref('stg_deliveries__rejected_records') }}
