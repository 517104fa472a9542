-- How concentrated the approved money is on its beneficiaries; `_applicants` counts applicants without approved money as 0.
-- Gini coefficient uncorrected (Gini 1912), `herfindahl` on 0 to 1 (Hirschman 1964), `top10_share` of the ten largest.
-- An organisation whose approved cases all lack an amount is in no figure: `missing_beneficiary_count` counts it.
-- Grain: exactly one row; figures are null where nothing is reported or no money was approved.
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

placed as (
    select
        *,
        row_number() over (order by approved_yuan) as place,
        row_number() over (partition by is_beneficiary order by approved_yuan) as own_place,
        row_number() over (partition by is_beneficiary order by approved_yuan desc) as own_place_from_top,
    from organisations_of
    where not is_unknown
),

summed as (
    select
        count(*) as applicant_count,
        count(*) filter (is_beneficiary) as beneficiary_count,
        nullif(sum(approved_yuan), 0) as total_yuan,
        sum(place * approved_yuan) as placed_yuan,
        sum(own_place * approved_yuan) filter (is_beneficiary) as own_placed_yuan,
        sum(approved_yuan) filter (is_beneficiary and own_place_from_top <= 10) as top10_yuan,
        sum(approved_yuan * approved_yuan) as squared_yuan,
        median(approved_yuan) filter (is_beneficiary) as median_yuan,
        max(approved_yuan) as largest_yuan,
    from placed
)

select
    scoped.state as reporting_state,
    case when scoped.state = 'reported' then summed.beneficiary_count end as beneficiary_count,
    case when scoped.state = 'reported' then summed.applicant_count end as applicant_count,
    case
        when scoped.state = 'reported' then (select count(*) filter (is_unknown), from organisations_of)
    end as missing_beneficiary_count,
    case when scoped.state = 'reported' then coalesce(summed.total_yuan, 0) end::decimal(18, 2) as approved_yuan,
    summed.median_yuan::decimal(18, 2) as median_yuan,
    summed.total_yuan / summed.beneficiary_count as mean_yuan,
    summed.largest_yuan::decimal(18, 2) as largest_yuan,
    2 * summed.own_placed_yuan / (summed.beneficiary_count * summed.total_yuan)
    - (summed.beneficiary_count + 1) / summed.beneficiary_count as gini,
    2 * summed.placed_yuan / (summed.applicant_count * summed.total_yuan)
    - (summed.applicant_count + 1) / summed.applicant_count as gini_applicants,
    summed.top10_yuan / summed.total_yuan as top10_share,
    summed.squared_yuan / (summed.total_yuan * summed.total_yuan) as herfindahl,
from summed
cross join scope_state($scope) as scoped;
