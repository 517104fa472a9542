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
)

select
    fund_year,
    count(*) as application_count,
    count(distinct uscc) filter (is_approved) as beneficiary_count,
    count(distinct uscc) filter (is_approved and basis_on = first_approved_on) as first_time_beneficiary_count,
    count(distinct uscc) filter (is_approved)
    - count(distinct uscc) filter (is_approved and basis_on = first_approved_on) as returning_beneficiary_count,
    count(distinct uscc) filter (is_approved and term_approved_count >= 2)
    / nullif(count(distinct uscc) filter (is_approved), 0) as repeat_rate,
from judged
group by fund_year
order by fund_year;
