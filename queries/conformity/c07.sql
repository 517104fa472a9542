-- C07: units of the applicant in item and fund year above the yearly limit.
-- The money is that of the units beyond the limit.
-- Named are the case with which the limit is passed and all later ones.
-- Grain: one row per approved case in breach.
-- Parameters: none.
with running as (
    select
        *,
        sum(counted_units) over (
            partition by uscc, item_code, fund_year
            order by first_sort_on, second_sort_on, application_id
            rows between unbounded preceding and current row
        ) as running_units,
    from approved_cases
    where per_applicant_per_year is not null
)

select
    'C07' as rule_code,
    'breach' as severity,
    application_id,
    null::varchar as award_id,
    item_code,
    fund_year,
    (approved_yuan * least(counted_units, running_units - per_applicant_per_year) / counted_units)::decimal(18, 2) as amount_yuan,
    format(
        '{}{}年度每家最多{}项，该单位至本件累计{}项。', article_zh(article), fund_year, per_applicant_per_year, running_units
    ) as explanation,
    format(
        '{}at most {} per applicant in {}; up to and including this case there are {}.', article_en(article), per_applicant_per_year, fund_year, running_units
    ) as explanation_en,
    limit_source as rule_source,
from running
where running_units > per_applicant_per_year
order by application_id, award_id;
