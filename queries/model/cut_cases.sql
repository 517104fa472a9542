-- Fixed and tiered cases beside the stated amount and the pro-rata cut of the year.
-- Grain: one row per approved case of a fixed or tiered item with a known amount.
-- Parameters: none.
create view cut_cases as
select
    approved_cases.*,
    pro_rata_cuts.ratio,
    pro_rata_cuts.is_stated,
    -- a part of a cent is rounding, a cent is a difference
    coalesce(
        case
            when pro_rata_cuts.is_stated
                then abs(approved_cases.approved_yuan - approved_cases.stated_yuan * pro_rata_cuts.ratio) < 0.01
            else
                abs(approved_cases.approved_yuan * pro_rata_cuts.whole_yuan - pro_rata_cuts.cut_yuan * approved_cases.stated_yuan)
                < 0.01 * pro_rata_cuts.whole_yuan
        end,
        false
    ) as is_at_cut,
from approved_cases
left join pro_rata_cuts using (item_code, fund_year)
where approved_cases.payment_kind in ('fixed', 'tiered')
and approved_cases.approved_yuan is not null
and approved_cases.stated_yuan is not null;
