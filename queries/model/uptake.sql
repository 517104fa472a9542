-- Every figure for one breakdown of the scope, with the rows that have nothing and what that means.
-- `approval_rate_low` and `_high`: Wilson score interval, 95 % (Wilson 1927), to twelve places and within 0 and 1.
-- Grain: one row per dimension and key, the unknown included.
-- Parameters: scope (struct of filters), dimensions (list of total, item, group, district, cluster, certificate, month).
create macro uptake(scope, dimensions) as table
with joined as (
    select
        keys.dimension,
        keys.key,
        keys.position,
        keys.reports_awards,
        keys.reports_applications,
        -- public notices are not complete: where they name nothing, nothing is known
        keys.reports_awards
        and (keys.lists_every_award or coalesce(awarded.award_count, 0) + coalesce(awarded.claimable_count, 0) > 0) as knows_awards,
        case when figures.application_count is not null then 'reported' else keys.state end as reporting_state,
        keys.state = 'reported' or figures.application_count is not null as is_reported,
        figures.application_count is not null as has_rows,
        figures.* exclude (dimension, key),
        durations.* exclude (dimension, key),
        awarded.* exclude (dimension, key),
        keys.yearly_envelope_yuan,
        keys.quota,
    from uptake_rows((scope), dimensions) as keys
    left join application_figures((scope), dimensions) as figures
        on keys.dimension = figures.dimension and keys.key is not distinct from figures.key
    left join duration_figures((scope), dimensions) as durations
        on keys.dimension = durations.dimension and keys.key is not distinct from durations.key
    left join award_figures((scope), dimensions) as awarded
        on keys.dimension = awarded.dimension and keys.key is not distinct from awarded.key
)

select
    dimension,
    key,
    position,
    reporting_state,
    case when is_reported then coalesce(missing_count, 0) end as missing_count,
    case when is_reported then coalesce(application_count, 0) end as application_count,
    case when is_reported then coalesce(applicant_count, 0) end as applicant_count,
    case when is_reported and (scope).date_basis = 'submitted' then coalesce(open_count, 0) end as open_count,
    case when is_reported then coalesce(approved_count, 0) end as approved_count,
    case when is_reported then coalesce(in_notice_count, 0) end as in_notice_count,
    case when is_reported then coalesce(decided_count, 0) end as decided_count,
    case when is_reported then coalesce(rejected_count, 0) end as rejected_count,
    case when is_reported then coalesce(withdrawn_count, 0) end as withdrawn_count,
    case when is_reported then coalesce(revoked_count, 0) end as revoked_count,
    approval_rate,
    case
        when approval_rate is not null
            then greatest(0, round((approved_count + 1.920729410347062 - 1.959963984540054 * sqrt(approved_count * rejected_count / decided_count + 0.960364705173531)) / (decided_count + 3.841458820694124), 12))
    end as approval_rate_low,
    case
        when approval_rate is not null
            then least(1, round((approved_count + 1.920729410347062 + 1.959963984540054 * sqrt(approved_count * rejected_count / decided_count + 0.960364705173531)) / (decided_count + 3.841458820694124), 12))
    end as approval_rate_high,
    case when has_rows then requested_yuan when is_reported then 0 end::decimal(18, 2) as requested_yuan,
    case when has_rows then approved_yuan when is_reported then 0 end::decimal(18, 2) as approved_yuan,
    case when has_rows then paid_yuan when is_reported then 0 end::decimal(18, 2) as paid_yuan,
    case when has_rows then clawback_yuan when is_reported then 0 end::decimal(18, 2) as clawback_yuan,
    payment_rate,
    case when is_reported then coalesce(beneficiary_count, 0) end as beneficiary_count,
    case when is_reported then coalesce(first_time_beneficiary_count, 0) end as first_time_beneficiary_count,
    repeat_rate,
    days_to_acceptance,
    days_to_acceptance_p90,
    days_to_acceptance_finished_median,
    days_to_decision,
    days_to_decision_p90,
    days_to_decision_finished_median,
    days_to_payment,
    days_to_payment_p90,
    days_to_payment_finished_median,
    case when is_reported then coalesce(days_to_decision_case_count, 0) end as days_to_decision_case_count,
    case when is_reported then coalesce(days_to_decision_finished_count, 0) end as days_to_decision_finished_count,
    case when is_reported and (scope).date_basis = 'submitted' then coalesce(ageing_up_to_20_count, 0) end as ageing_up_to_20_count,
    case when is_reported and (scope).date_basis = 'submitted' then coalesce(ageing_21_to_40_count, 0) end as ageing_21_to_40_count,
    case when is_reported and (scope).date_basis = 'submitted' then coalesce(ageing_41_to_60_count, 0) end as ageing_41_to_60_count,
    case when is_reported and (scope).date_basis = 'submitted' then coalesce(ageing_over_60_count, 0) end as ageing_over_60_count,
    case when is_reported and (scope).date_basis = 'submitted' then coalesce(ageing_not_accepted_count, 0) end as ageing_not_accepted_count,
    cap_use,
    yearly_envelope_yuan,
    case when has_rows then approved_yuan when is_reported then 0 end::double / yearly_envelope_yuan::double as envelope_use,
    quota,
    case when is_reported then coalesce(approved_count, 0) / quota end as quota_use,
    (yearly_envelope_yuan - case when has_rows then approved_yuan when is_reported then 0 end)::decimal(18, 2) as headroom_yuan,
    case
        when is_reported and (scope).date_basis = 'submitted'
            then yearly_envelope_yuan - case when has_rows then approved_yuan + open_requested_yuan else 0 end
    end::decimal(18, 2) as headroom_after_open_yuan,
    case when is_reported then quota - coalesce(approved_count, 0) end as headroom_count,
    case
        when is_reported and (scope).date_basis = 'submitted' then quota - coalesce(approved_count, 0) - coalesce(open_count, 0)
    end as headroom_after_open_count,
    case when knows_awards then coalesce(award_count, 0) end as award_count,
    case when knows_awards then coalesce(in_force_count, 0) end as in_force_count,
    case when knows_awards then coalesce(expiring_30_count, 0) end as expiring_30_count,
    case when knows_awards then coalesce(expiring_90_count, 0) end as expiring_90_count,
    case when knows_awards then coalesce(expiring_180_count, 0) end as expiring_180_count,
    case when knows_awards then coalesce(claimable_count, 0) end as claimable_count,
    case when knows_awards and reports_applications then coalesce(claimed_count, 0) end as claimed_count,
    case when knows_awards and reports_applications then claimed_count / nullif(claimable_count, 0) end as claim_rate,
    case when reports_awards then coalesce(missing_award_count, 0) end as missing_award_count,
    case when is_reported then coalesce(missing_date_count, 0) end as missing_date_count,
    case when is_reported then coalesce(missing_place_count, 0) end as missing_place_count,
    case when is_reported then coalesce(missing_requested_count, 0) end as missing_requested_count,
    case when is_reported then coalesce(missing_approved_count, 0) end as missing_approved_count,
    case when is_reported then coalesce(missing_paid_count, 0) end as missing_paid_count,
    denominator_count,
    beneficiary_count / denominator_count * 10000 as per_10k,
    poisson_low(case when denominator_count is not null then beneficiary_count end) / denominator_count * 10000 as per_10k_low,
    poisson_high(case when denominator_count is not null then beneficiary_count end) / denominator_count * 10000 as per_10k_high,
from joined
left join denominators on joined.dimension = 'district' and joined.key = denominators.district_code;
