-- Beneficiaries of each fund year: for the first time, or supported before; as `metrics` define first-time and repeat.
-- Grain: one row per fund year with an application in the scope.
-- Parameters: $scope (the shared filters).
with judged as (
    select
        applications.*,
        case ($scope).date_basis
            when 'decided' then organisations.first_decided_on
            when 'paid' then organisations.first_paid_on
            else organisations.first_submitted_on
        end as first_approved_on,
        case ($scope).date_basis
            when 'decided' then organisations.term_decided_count
            when 'paid' then organisations.term_paid_count
            else organisations.term_submitted_count
        end as term_approved_count,
    from applications_judged($scope, ($scope).date_basis) as applications
    left join organisations using (uscc)
    where not applications.is_missing
),

-- one pass over organisations instead of one distinct count a figure
organisations_of as (
    select
        fund_year,
        uscc,
        count(*) as application_count,
        bool_or(is_approved) as is_beneficiary,
        coalesce(bool_or(is_approved and basis_on = first_approved_on), false) as is_first_time,
        max(term_approved_count) as term_approved_count,
    from judged
    group by fund_year, uscc
)

select
    fund_year,
    sum(application_count)::bigint as application_count,
    count(*) filter (is_beneficiary) as beneficiary_count,
    count(*) filter (is_first_time) as first_time_beneficiary_count,
    count(*) filter (is_beneficiary and not is_first_time) as returning_beneficiary_count,
    count(*) filter (is_beneficiary and term_approved_count >= 2)
    / nullif(count(*) filter (is_beneficiary), 0) as repeat_rate,
from organisations_of
group by fund_year
order by fund_year;
