-- The breakdowns of today that have a meaning: those of section 3, and those of the parts if the
-- total is made of them. Each shows which figure it gives: T, F or P[N], if any.
with

breakdowns as (

    select * from {{ ref('int_consensus') }} where known_to is null

),

figures as (

    select * from {{ ref('int_figures_effective') }} where known_to is null

),

final as (

    select
        breakdowns.*,
        case when figures.figure_key is not null then figures.nationality_key end
            as figure_nationality_key
    from breakdowns
    left join figures
        on
            breakdowns.figure_key = figures.figure_key
            and case when breakdowns.age_key > 0 then -1
                when breakdowns.nationality_key = {{ parts_key() }} then {{ total_key() }}
                else breakdowns.nationality_key end
            = figures.nationality_key
            and case when breakdowns.sex_key > 0 then 1 else 0 end
            = case when figures.is_sum_of_sexes then 1 else 0 end
            and case when breakdowns.nationality_key = {{ parts_key() }} then 1 else 0 end
            = case when figures.is_total_from_parts then 1 else 0 end
    where breakdowns.nationality_key <> {{ parts_key() }} or figures.figure_key is not null

)

select * from final
