-- The figures on applications, once defined for every breakdown (see the methodology page).
-- Grain: one row per dimension and key that occurs in the scope.
-- Parameters: scope (struct of filters), dimensions (list of those in application_key).
create macro application_figures(scope, dimensions) as table
with keyed as (
    select
        judged.*,
        asked.dimension,
        application_key(
            asked.dimension,
            judged.item_code, items.item_group, judged.district_code, judged.cluster_code,
            judged.certificate_type, judged.basis_on, judged.route
        ) as key,
        not judged.is_missing as is_used,
        case (scope).date_basis
            when 'decided' then organisations.first_decided_on
            when 'paid' then organisations.first_paid_on
            else organisations.first_submitted_on
        end as first_approved_on,
        case (scope).date_basis
            when 'decided' then organisations.term_decided_count
            when 'paid' then organisations.term_paid_count
            else organisations.term_submitted_count
        end as term_approved_count,
        case
            when items.payment_kind = 'up_to' and items.amount_yuan is not null and judged.approved_yuan is not null
                then items.amount_yuan * case when items.units_count then judged.units else 1 end
        end as cap_yuan,
        judged.requested_yuan is null as lacks_requested,
        judged.is_approved and judged.approved_yuan is null as lacks_approved,
        judged.status = 'paid' and judged.paid_yuan is null as lacks_paid,
        (select as_of, from snapshot_facts) as as_of,
    from applications_judged((scope), (scope).date_basis) as judged
    cross join unnest(dimensions::varchar[]) as asked (dimension)
    left join items using (item_code)
    left join organisations using (uscc)
),

aged as (
    select
        keyed.*,
        as_of_day.number - accepted_day.number as age_days,
    from keyed
    left join working_days as accepted_day on keyed.accepted_on = accepted_day.day and keyed.is_open
    left join working_days as as_of_day on keyed.as_of = as_of_day.day
)

select
    dimension,
    key,
    count(*) filter (is_used) as application_count,
    count(distinct uscc) filter (is_used) as applicant_count,
    case when (scope).date_basis = 'submitted' then count(*) filter (is_used and is_open) end as open_count,
    count(*) filter (is_used and is_approved) as approved_count,
    count(*) filter (is_used and status = 'publicised') as in_notice_count,
    count(*) filter (is_used and (is_approved or status = 'rejected')) as decided_count,
    count(*) filter (is_used and status = 'rejected') as rejected_count,
    count(*) filter (is_used and status = 'withdrawn') as withdrawn_count,
    count(*) filter (is_used and status = 'revoked') as revoked_count,
    case
        when (scope).date_basis <> 'paid'
            then count(*) filter (is_used and is_approved)
                / nullif(count(*) filter (is_used and (is_approved or status = 'rejected')), 0)
    end as approval_rate,
    case
        when count(*) filter (is_used) = 0 then 0
        else sum(requested_yuan) filter (is_used)
    end::decimal(18, 2) as requested_yuan,
    case
        when count(*) filter (is_used and is_approved) = 0 then 0
        else sum(approved_yuan) filter (is_used and is_approved)
    end::decimal(18, 2) as approved_yuan,
    case
        when count(*) filter (is_used and is_approved) = 0 then 0
        else sum(paid_yuan) filter (is_used and is_approved)
    end::decimal(18, 2) as paid_yuan,
    case
        when count(*) filter (is_used) = 0 then 0
        else sum(clawback_yuan) filter (is_used)
    end::decimal(18, 2) as clawback_yuan,
    sum(paid_yuan) filter (is_used and is_approved)::double
    / nullif(sum(approved_yuan) filter (is_used and is_approved), 0)::double as payment_rate,
    count(distinct uscc) filter (is_used and is_approved) as beneficiary_count,
    count(distinct uscc) filter (is_used and is_approved and basis_on = first_approved_on) as first_time_beneficiary_count,
    count(distinct uscc) filter (is_used and is_approved and term_approved_count >= 2)
    / nullif(count(distinct uscc) filter (is_used and is_approved), 0) as repeat_rate,
    case when (scope).date_basis = 'submitted' then count(*) filter (is_used and is_open and age_days <= 20) end as ageing_up_to_20_count,
    case when (scope).date_basis = 'submitted' then count(*) filter (is_used and is_open and age_days between 21 and 40) end as ageing_21_to_40_count,
    case when (scope).date_basis = 'submitted' then count(*) filter (is_used and is_open and age_days between 41 and 60) end as ageing_41_to_60_count,
    case when (scope).date_basis = 'submitted' then count(*) filter (is_used and is_open and age_days > 60) end as ageing_over_60_count,
    case when (scope).date_basis = 'submitted' then count(*) filter (is_used and is_open and accepted_on is null) end as ageing_not_accepted_count,
    sum(approved_yuan) filter (is_used and is_approved and cap_yuan is not null)::double
    / nullif(sum(cap_yuan) filter (is_used and is_approved), 0)::double as cap_use,
    case
        when (scope).date_basis <> 'submitted' then null
        when count(*) filter (is_used and is_open) = 0 then 0
        else sum(requested_yuan) filter (is_used and is_open)
    end::decimal(18, 2) as open_requested_yuan,
    count(*) filter (
        is_missing or lacks_requested or lacks_approved or lacks_paid
        or (dimension in ('district', 'month') and key is null)
    ) as missing_count,
    count(*) filter (lacks_date) as missing_date_count,
    count(*) filter (lacks_place) as missing_place_count,
    count(*) filter (is_used and lacks_requested) as missing_requested_count,
    count(*) filter (is_used and lacks_approved) as missing_approved_count,
    count(*) filter (is_used and lacks_paid) as missing_paid_count,
from aged
group by dimension, key;
