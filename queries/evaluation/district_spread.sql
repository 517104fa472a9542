-- Spread of `per_10k` between the areas by fund year: coefficient of variation (population, Pearson 1896).
-- Grain: one row per fund year with an application in the scope; the unknown area is not in it.
-- Parameters: $scope (the shared filters).
with years as (
    select
        fund_year,
        count(*) as application_count,
        count(*) filter (is_approved and district_code is null) as missing_place_count,
    from applications_judged($scope, ($scope).date_basis)
    where not is_missing
    group by fund_year
),

beneficiaries as (
    select
        fund_year,
        district_code,
        count(distinct uscc) as beneficiary_count,
    from applications_judged($scope, ($scope).date_basis)
    where not is_missing and is_approved
    group by all
),

rates as (
    select
        years.fund_year,
        years.application_count,
        years.missing_place_count,
        denominators.denominator_count,
        coalesce(beneficiaries.beneficiary_count, 0) as beneficiary_count,
        coalesce(beneficiaries.beneficiary_count, 0) / denominators.denominator_count * 10000 as per_10k,
    from years
    cross join denominators
    left join beneficiaries
        on years.fund_year = beneficiaries.fund_year and denominators.district_code = beneficiaries.district_code
)

select
    fund_year,
    any_value(application_count) as application_count,
    any_value(missing_place_count) as missing_place_count,
    count(*) as district_count,
    sum(beneficiary_count)::bigint as beneficiary_count,
    avg(per_10k) as mean_per_10k,
    min(per_10k) as lowest_per_10k,
    max(per_10k) as highest_per_10k,
    stddev_pop(per_10k) / nullif(avg(per_10k), 0) as variation_coefficient,
from rates
group by fund_year
order by fund_year;
