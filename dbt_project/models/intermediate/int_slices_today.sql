-- The slices of today that stand for something: those of section 3, and those of the parts where
-- the total is made of them. Each with what it became, T, F or P[N], where it became one.
with

slices as (

    select * from {{ ref('int_slices_agreed') }} where known_to is null

),

figures as (

    select * from {{ ref('int_figures_effective') }} where known_to is null

),

final as (

    select
        slices.*,
        slices.nationality_key <> 3 as is_published,
        case when figures.figure_key is not null then figures.nationality_key end
            as figure_nationality_key
    from slices
    left join figures
        on
            slices.figure_key = figures.figure_key
            and case when slices.age_key > 0 then -1
                when slices.nationality_key = 3 then 0 else slices.nationality_key end
            = figures.nationality_key
            and case when slices.sex_key > 0 then 1 else 0 end
            = case when figures.is_sum_of_sexes then 1 else 0 end
            and case when slices.nationality_key = 3 then 1 else 0 end
            = case when figures.is_total_from_parts then 1 else 0 end
    where slices.nationality_key <> 3 or figures.figure_key is not null

)

select * from final
