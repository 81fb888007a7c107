select
    delivery_number,
    delivery_id,
    source_name,
    file_name,
    sha256,
    landed_on,
    landed_at,
    size_bytes,
    read_as,
    rows_read,
    rows_loaded,
    rows_rejected,
    rows_corrected,
    rows_unchanged,
    is_removed
from {{ ref('stg_deliveries__deliveries') }}
