-- Conferred honours of the organisation of a first-time case, of the type of its item, other than the one that it claims.
-- Whose an honour is, `award_claims` says; one under a name that several codes bear leaves the case open (`is_ambiguous`).
-- Grain: one row per approved case of a first-time item and such an honour.
-- Parameters: none.
create view other_honours as
with claimed as (
    select *,
    from first_time_cases
    where item_certificate_type is not null
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
