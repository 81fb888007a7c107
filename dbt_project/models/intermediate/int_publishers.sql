-- Publishers, and the sources that they credit, as whole numbers: counts by publisher and source
-- are made for every day on which something changes.
with

named as (

    select publisher from {{ ref('stg_incident_records__records') }}
    union
    select credited_to as publisher
    from {{ ref('stg_incident_records__records') }}
    where credited_to is not null

)

select publisher, cast(row_number() over (order by publisher) as bigint) as publisher_key
from named
