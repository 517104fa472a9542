-- Beneficiaries by the fund year of their first approved case, and how many of them are approved again later.
-- First is judged within the scope, so ask it over the whole term; years after the as-of date are no rows, not zeros.
-- Grain: one row per cohort and fund year from the cohort's own on.
-- Parameters: $scope (the shared filters).
with approvals as (
    select distinct
        uscc,
        fund_year,
    from applications_judged($scope, ($scope).date_basis)
    where not is_missing and is_approved
),

firsts as (
    select
        uscc,
        min(fund_year) as cohort_year,
        max(fund_year) as last_year,
    from approvals
    group by uscc
),

cohorts as (
    select
        cohort_year,
        count(*) as cohort_count,
        count(*) filter (last_year > cohort_year) as returned_count,
    from firsts
    group by cohort_year
),

years as (
    select unnest(range((select min(fund_year), from approvals)::bigint, year(as_of) + 1)) as fund_year,
    from snapshot_facts
),

returns as (
    select
        firsts.cohort_year,
        approvals.fund_year,
        count(*) as returning_count,
    from approvals
    inner join firsts using (uscc)
    group by all
)

select
    cohorts.cohort_year,
    years.fund_year::integer as fund_year,
    (years.fund_year - cohorts.cohort_year)::integer as years_since,
    cohorts.cohort_count,
    cohorts.returned_count,
    coalesce(returns.returning_count, 0) as returning_count,
    coalesce(returns.returning_count, 0) / cohorts.cohort_count as returning_rate,
from cohorts
inner join years on cohorts.cohort_year <= years.fund_year
left join returns on cohorts.cohort_year = returns.cohort_year and years.fund_year = returns.fund_year
order by cohorts.cohort_year, years.fund_year;
