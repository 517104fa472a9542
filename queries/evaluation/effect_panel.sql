-- Yearly outcomes of the applicants in the scope with the fund year of their first approval in it (0: never approved).
-- Organisations are numbered, not named; of more than $most a fixed sample is taken, by the digits in the middle of their codes.
-- Grain: one row per organisation and year with a value.
-- Parameters: $scope (the shared filters), $indicator = "" (an indicator of the outcomes), $most = 20000 (organisations).
with applicants as (
    select
        uscc,
        coalesce(min(fund_year) filter (is_approved), 0) as first_year,
    from applications_judged($scope, ($scope).date_basis)
    where not is_missing
    group by uscc
),

observed as (
    select
        applicants.uscc,
        applicants.first_year,
        row_number() over (order by substr(applicants.uscc, 12, 6), applicants.uscc) as unit,
        count(*) over () as organisation_count,
    from applicants
    where applicants.uscc in (select uscc, from outcomes where indicator = $indicator)
)

select
    observed.unit,
    observed.first_year,
    outcomes.year,
    outcomes.value,
    observed.organisation_count,
from observed
inner join outcomes on observed.uscc = outcomes.uscc
where outcomes.indicator = $indicator and observed.unit <= $most
order by observed.unit, outcomes.year;
