-- Conferred honours of the organisation of a first-time case, of the type of its item, other than the one that it claims.
-- Whose an honour is, `award_claims` says; one under a name that several codes bear leaves the case open (`is_ambiguous`). `claimed_on` and `claimed_until` are the
-- first and last possible day of the honour that is claimed (else the day of the event, else of the application).
-- Grain: one row per approved case of a first-time item and such an honour.
-- Parameters: none.
create view other_honours as
with claimed as (
    select
        approved_cases.application_id,
        approved_cases.uscc,
        approved_cases.applicant_fold,
        approved_cases.item_certificate_type,
        coalesce(
            min(case_awards.first_possible_on), any_value(approved_cases.event_on), any_value(approved_cases.submitted_on)
        ) as claimed_on,
        coalesce(
            min(case_awards.last_possible_on), any_value(approved_cases.event_on), any_value(approved_cases.submitted_on)
        ) as claimed_until,
    from approved_cases
    left join case_awards using (application_id)
    where approved_cases.first_time_only and approved_cases.item_certificate_type is not null
    group by
        approved_cases.application_id,
        approved_cases.uscc,
        approved_cases.applicant_fold,
        approved_cases.item_certificate_type
),

conferred as (
    select
        award_claims.*,
        award_folds.organisation_fold,
    from award_claims
    inner join award_folds using (award_id)
    where award_claims.decision_status = 'conferred'
),

honoured as (
    select
        claimed.application_id,
        claimed.claimed_on,
        claimed.claimed_until,
        conferred.award_id,
        conferred.first_possible_on,
        conferred.last_possible_on,
        conferred.is_ambiguous,
    from claimed
    inner join conferred
        on claimed.item_certificate_type = conferred.certificate_type and claimed.uscc = conferred.organisation_key

    union all

    select
        claimed.application_id,
        claimed.claimed_on,
        claimed.claimed_until,
        conferred.award_id,
        conferred.first_possible_on,
        conferred.last_possible_on,
        conferred.is_ambiguous,
    from claimed
    inner join conferred
        on claimed.item_certificate_type = conferred.certificate_type and claimed.applicant_fold = conferred.organisation_fold
    where conferred.is_ambiguous
)

select honoured.*,
from honoured
left join case_awards using (application_id, award_id)
where case_awards.award_id is null;
