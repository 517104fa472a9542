-- The pro-rata cut of a year: the ratio that the yearly rule states, else one ratio below 1 that more than half of at
-- least three approved cases share. Shared means that the same ratio gives the amounts of all of them, to the cent.
-- `cut_yuan` of `whole_yuan` is that ratio exactly (null where a rule states it); `ratio` is rounded to six decimals.
-- Grain: one row per item (fixed or tiered) and fund year with a cut.
-- Parameters: none.
create view pro_rata_cuts as
with rounds as (
    select
        item_code,
        fund_year,
        any_value(payment_ratio) as payment_ratio,
        count(*) as round_count,
    from approved_cases
    where payment_kind in ('fixed', 'tiered')
    group by item_code, fund_year
),

pairs as (
    select
        item_code,
        fund_year,
        approved_yuan,
        stated_yuan,
        count(*) as case_count,
    from approved_cases
    where payment_kind in ('fixed', 'tiered') and approved_yuan is not null and stated_yuan > 0
    group by item_code, fund_year, approved_yuan, stated_yuan
),

placed as (
    select
        *,
        sum(case_count) over (
            partition by item_code, fund_year
            order by approved_yuan / stated_yuan, stated_yuan
            rows between unbounded preceding and current row
        ) as running_count,
        sum(case_count) over (partition by item_code, fund_year) as known_count,
    from pairs
),

-- what more than half share lies in the middle
middles as (
    select *,
    from placed
    where 2 * running_count >= known_count and 2 * (running_count - case_count) < known_count
),

near as (
    select placed.*,
    from placed
    inner join middles using (item_code, fund_year)
    where
        abs(placed.approved_yuan * middles.stated_yuan - middles.approved_yuan * placed.stated_yuan)
        < 0.02 * (placed.stated_yuan + middles.stated_yuan)
),

candidates as (
    select
        candidate.item_code,
        candidate.fund_year,
        candidate.approved_yuan,
        candidate.stated_yuan,
        sum(peer.case_count) as shared_count,
        sum(
            case
                when peer.approved_yuan * candidate.stated_yuan = candidate.approved_yuan * peer.stated_yuan then peer.case_count
                else 0
            end
        ) as exact_count,
    from near as candidate
    inner join near as peer
        on candidate.item_code = peer.item_code
        and candidate.fund_year = peer.fund_year
        and abs(peer.approved_yuan * candidate.stated_yuan - candidate.approved_yuan * peer.stated_yuan)
        < 0.01 * candidate.stated_yuan
    group by candidate.item_code, candidate.fund_year, candidate.approved_yuan, candidate.stated_yuan
),

shared as (
    select
        candidates.item_code,
        candidates.fund_year,
        candidates.approved_yuan,
        candidates.stated_yuan,
    from candidates
    inner join rounds using (item_code, fund_year)
    where
        candidates.approved_yuan < candidates.stated_yuan
        and rounds.round_count >= 3
        and 2 * candidates.shared_count > rounds.round_count
    qualify row_number() over (
        partition by candidates.item_code, candidates.fund_year
        order by
            candidates.exact_count desc,
            candidates.shared_count desc,
            candidates.stated_yuan desc,
            candidates.approved_yuan desc
    ) = 1
)

select
    rounds.item_code,
    rounds.fund_year,
    coalesce(rounds.payment_ratio, round(shared.approved_yuan / shared.stated_yuan, 6))::decimal(9, 6) as ratio,
    rounds.payment_ratio is not null as is_stated,
    case when rounds.payment_ratio is null then shared.approved_yuan end as cut_yuan,
    case when rounds.payment_ratio is null then shared.stated_yuan end as whole_yuan,
from rounds
left join shared using (item_code, fund_year)
where coalesce(rounds.payment_ratio < 1, shared.approved_yuan is not null);
