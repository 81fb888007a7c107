-- The target of a curation decision must exist, and must not itself be a spelling of something
-- else.
select 'publisher_alias' as seed, decided.alias as key, decided.publisher as leads_to
from {{ ref('publisher_alias') }} as decided
inner join {{ ref('publisher_alias') }} as further on decided.publisher = further.alias
union all
select 'organisation_alias' as seed, decided.alias as key, decided.organisation_id as leads_to
from {{ ref('organisation_alias') }} as decided
left join {{ ref('organisation') }} as organisations
    on decided.organisation_id = organisations.organisation_id
where organisations.organisation_id is null
union all
select 'city_alias' as seed, decided.alias as key, decided.place_id as leads_to
from {{ ref('city_alias') }} as decided
left join {{ ref('stg_reference__places') }} as places on decided.place_id = places.place_id
where places.place_id is null
union all
select 'site' as seed, decided.site_id as key, decided.place_id as leads_to
from {{ ref('site') }} as decided
left join {{ ref('stg_reference__places') }} as places on decided.place_id = places.place_id
where places.place_id is null and decided.place_id <> '-'
union all
select 'site_alias' as seed, decided.alias as key, decided.site_id as leads_to
from {{ ref('site_alias') }} as decided
left join {{ ref('site') }} as sites on decided.site_id = sites.site_id
where sites.site_id is null
union all
select 'site_alias' as seed, decided.alias as key, decided.place_id as leads_to
from {{ ref('site_alias') }} as decided
left join {{ ref('stg_reference__places') }} as places on decided.place_id = places.place_id
where places.place_id is null and decided.place_id <> '-'
union all
select 'admin1_alias' as seed, decided.alias as key, decided.admin1_code as leads_to
from {{ ref('admin1_alias') }} as decided
left join {{ ref('geonames_admin1') }} as divisions
    on decided.country_code = divisions.country_code and decided.admin1_code = divisions.admin1_code
where divisions.admin1_code is null
union all
select 'country_alias' as seed, decided.alias as key, decided.country_code as leads_to
from {{ ref('country_alias') }} as decided
left join {{ ref('dim_country') }} as countries on decided.country_code = countries.country_code
where countries.country_code is null
union all
select 'country_demonym' as seed, decided.demonym as key, decided.country_code as leads_to
from {{ ref('country_demonym') }} as decided
left join {{ ref('dim_country') }} as countries on decided.country_code = countries.country_code
where countries.country_code is null
