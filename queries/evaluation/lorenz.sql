-- Lorenz curves of the approved money (Lorenz 1905): over its beneficiaries, and over all applicants with zeros.
-- Grain: one row per curve and per cent of the organisations, the smallest first; the origin is not a row.
-- Parameters: $scope (the shared filters).
with organisations_of as (
    select
        uscc,
        bool_or(is_approved) as is_beneficiary,
        bool_or(is_approved and approved_yuan is null) and not bool_or(is_approved and approved_yuan is not null) as is_unknown,
        coalesce(sum(approved_yuan) filter (is_approved), 0)::double as approved_yuan,
    from applications_judged($scope, ($scope).date_basis)
    where not is_missing
    group by uscc
),

curves as (
    select
        'beneficiaries' as curve,
        approved_yuan,
    from organisations_of
    where is_beneficiary and not is_unknown
    union all
    select
        'applicants' as curve,
        approved_yuan,
    from organisations_of
    where not is_unknown
),

placed as (
    select
        curve,
        row_number() over smallest_first as place,
        count(*) over (partition by curve) as organisation_count,
        sum(approved_yuan) over smallest_first as cumulative_yuan,
        sum(approved_yuan) over (partition by curve) as total_yuan,
    from curves
    window smallest_first as (partition by curve order by approved_yuan rows between unbounded preceding and current row)
)

select
    curve,
    max(place) as organisation_count,
    max(place) / any_value(organisation_count) as organisation_share,
    max(cumulative_yuan) / any_value(total_yuan) as money_share,
from placed
where total_yuan > 0
group by curve, ceil(place * 100 / organisation_count)
order by curve desc, organisation_share;
