-- Points of the Lorenz curve of the approved money (Lorenz 1905), over its beneficiaries or, with `every_applicant`, over all
-- applicants, those without approved money as 0. Who was approved without any known amount is in neither.
-- Grain: one row per per cent of the organisations, the smallest first; the origin is not a row.
-- Parameters: scope (struct of filters), every_applicant (boolean).
create macro lorenz_points(scope, every_applicant) as table
with organisations_of as (
    select
        uscc,
        coalesce(sum(approved_yuan) filter (is_approved), 0)::double as approved_yuan,
    from applications_judged((scope), (scope).date_basis)
    where not is_missing
    group by uscc
    having bool_or(is_approved and approved_yuan is not null) or (every_applicant and not bool_or(is_approved))
),

placed as (
    select
        row_number() over smallest_first as place,
        count(*) over () as organisation_count,
        sum(approved_yuan) over smallest_first as cumulative_yuan,
        sum(approved_yuan) over () as total_yuan,
    from organisations_of
    window smallest_first as (order by approved_yuan rows between unbounded preceding and current row)
)

select
    max(place) as organisation_count,
    max(place) / any_value(organisation_count) as organisation_share,
    max(cumulative_yuan) / any_value(total_yuan) as money_share,
from placed
where total_yuan > 0
group by ceil(place * 100 / organisation_count);
