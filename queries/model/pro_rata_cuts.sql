-- The pro-rata cut of a year: the ratio that the yearly rule states, else one ratio below 1 that more than half of at
-- least three approved cases share.
-- Grain: one row per item (fixed or tiered) and fund year with a cut.
-- Parameters: none.
create view pro_rata_cuts as
with ratios as (
    select
        item_code,
        fund_year,
        payment_ratio,
        -- cents are rounded case by case; six decimals see through that
        round(approved_yuan / stated_yuan, 6)::decimal(9, 6) as ratio,
    from approved_cases
    where payment_kind in ('fixed', 'tiered') and approved_yuan is not null and stated_yuan > 0
),

shares as (
    select
        item_code,
        fund_year,
        ratio,
        any_value(payment_ratio) as payment_ratio,
        count(*) as case_count,
        sum(count(*)) over (partition by item_code, fund_year) as round_count,
    from ratios
    group by item_code, fund_year, ratio
),

cuts as (
    select
        item_code,
        fund_year,
        coalesce(
            any_value(payment_ratio),
            max(ratio) filter (ratio < 1 and round_count >= 3 and 2 * case_count > round_count)
        ) as ratio,
        any_value(payment_ratio) is not null as is_stated,
    from shares
    group by item_code, fund_year
)

select *,
from cuts
where ratio < 1;
