-- The target of a curation decision must exist, and must not itself be a spelling of something
-- else.
select 'publisher_alias' as seed, judged.alias as key, judged.publisher as leads_to
from {{ ref('publisher_alias') }} as judged
inner join {{ ref('publisher_alias') }} as further on judged.publisher = further.alias
union all
select 'organisation_alias' as seed, judged.alias as key, judged.organisation_id as leads_to
from {{ ref('organisation_alias') }} as judged
left join {{ ref('organisation') }} as organisations
    on judged.organisation_id = organisations.organisation_id
where organisations.organisation_id is null
union all
select 'city_alias' as seed, judged.alias as key, judged.place_id as leads_to
from {{ ref('city_alias') }} as judged
left join {{ ref('stg_reference__places') }} as places on judged.place_id = places.place_id
where places.place_id is null
union all
select 'site' as seed, judged.site_id as key, judged.place_id as leads_to
from {{ ref('site') }} as judged
left join {{ ref('stg_reference__places') }} as places on judged.place_id = places.place_id
where places.place_id is null and judged.place_id <> '-'
union all
select 'site_alias' as seed, judged.alias as key, judged.site_id as leads_to
from {{ ref('site_alias') }} as judged
left join {{ ref('site') }} as sites on judged.site_id = sites.site_id
where sites.site_id is null
union all
select 'site_alias' as seed, judged.alias as key, judged.place_id as leads_to
from {{ ref('site_alias') }} as judged
left join {{ ref('stg_reference__places') }} as places on judged.place_id = places.place_id
where places.place_id is null and judged.place_id <> '-'
union all
select 'admin1_alias' as seed, judged.alias as key, judged.admin1_code as leads_to
from {{ ref('admin1_alias') }} as judged
left join {{ ref('geonames_admin1') }} as divisions
    on judged.country_code = divisions.country_code and judged.admin1_code = divisions.admin1_code
where divisions.admin1_code is null
union all
select 'country_alias' as seed, judged.alias as key, judged.country_code as leads_to
from {{ ref('country_alias') }} as judged
left join {{ ref('dim_country') }} as countries on judged.country_code = countries.country_code
where countries.country_code is null
union all
select 'country_demonym' as seed, judged.demonym as key, judged.country_code as leads_to
from {{ ref('country_demonym') }} as judged
left join {{ ref('dim_country') }} as countries on judged.country_code = countries.country_code
where countries.country_code is null
