-- Money from the envelope to the account by item and fund year; what the pro-rata cut took is shown as such.
-- What was asked for less `not_approved_yuan`, `cut_yuan` (pro rata), `reduced_yuan` (other reductions below the request)
-- and `unmatched_yuan` (cases in which one of the two amounts is missing) is what was approved.
-- `payment_ratio` is the year's cut: the one its rule states, else the one most cases share.
-- Grain: one row per item and fund year with applications in the scope.
-- Parameters: $scope (the shared filters).
with cases as (
    select
        judged.*,
        items.item_order,
        judged.approved_yuan is not null and judged.requested_yuan is not null as is_matched,
        coalesce(pro_rata_cuts.ratio, item_years.payment_ratio) as ratio,
        case
            when cut_cases.is_at_cut then cut_cases.stated_yuan - judged.approved_yuan
            when items.payment_kind in ('up_to', 'by_rule') and item_years.payment_ratio < 1
                then least(judged.approved_yuan / item_years.payment_ratio, judged.requested_yuan) - judged.approved_yuan
        end as cut_yuan,
    from applications_judged($scope, ($scope).date_basis) as judged
    inner join items using (item_code)
    left join item_years using (item_code, fund_year)
    left join pro_rata_cuts using (item_code, fund_year)
    left join cut_cases using (application_id)
    where not judged.is_missing
),

-- a level over cases without a single known amount is null, over no cases it is nothing
sums as (
    select
        item_code,
        fund_year,
        item_order,
        max(ratio) filter (ratio < 1) as payment_ratio,
        count(*) as application_count,
        count(*) filter (is_approved) as approved_count,
        sum(requested_yuan) as requested_yuan,
        coalesce(sum(requested_yuan) filter (not is_approved), 0) as not_approved_yuan,
        coalesce(sum(greatest(cut_yuan, 0)) filter (is_approved and is_matched), 0) as cut_yuan,
        coalesce(sum(requested_yuan - approved_yuan) filter (is_approved and is_matched), 0) as below_request_yuan,
        coalesce(sum(coalesce(requested_yuan, 0) - coalesce(approved_yuan, 0)) filter (is_approved and not is_matched), 0)
            as unmatched_yuan,
        case when count(*) filter (is_approved) = 0 then 0 else sum(approved_yuan) filter (is_approved) end as approved_yuan,
        case when count(*) filter (is_granted) = 0 then 0 else sum(approved_yuan) filter (is_granted) end as granted_yuan,
        case when count(*) filter (is_approved) = 0 then 0 else sum(paid_yuan) filter (is_approved) end as paid_yuan,
        sum(clawback_yuan) as clawback_yuan,
        count(*) filter (requested_yuan is null or (is_approved and approved_yuan is null) or (status = 'paid' and paid_yuan is null))
            as missing_count,
    from (
        select
            *,
            is_approved and (granted_on is not null or status in ('granted', 'paid')) as is_granted,
        from cases
    ) as staged
    group by all
)

select
    sums.item_code,
    sums.fund_year,
    -- part of the city has no envelope of its own
    case
        when
            ($scope).districts is null
            and ($scope).clusters is null
            and ($scope).certificates is null
            and ($scope).kinds is null
            and ($scope).sizes is null
            and ($scope).routes is null
            and (($scope).is_whole_term or ($scope).is_round)
            then envelopes.yearly_envelope_yuan
    end as yearly_envelope_yuan,
    sums.application_count,
    sums.approved_count,
    sums.requested_yuan::decimal(18, 2) as requested_yuan,
    sums.not_approved_yuan::decimal(18, 2) as not_approved_yuan,
    sums.payment_ratio,
    sums.cut_yuan::decimal(18, 2) as cut_yuan,
    (sums.below_request_yuan - sums.cut_yuan)::decimal(18, 2) as reduced_yuan,
    sums.unmatched_yuan::decimal(18, 2) as unmatched_yuan,
    sums.approved_yuan::decimal(18, 2) as approved_yuan,
    sums.granted_yuan::decimal(18, 2) as granted_yuan,
    sums.paid_yuan::decimal(18, 2) as paid_yuan,
    sums.clawback_yuan::decimal(18, 2) as clawback_yuan,
    sums.missing_count,
from sums
left join envelopes on sums.item_code = envelopes.key and sums.fund_year = envelopes.fund_year
order by sums.item_order, sums.fund_year;
