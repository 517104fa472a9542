-- The awards of the approved cases, as `award_links` knows them; of those known by the organisation alone the one that fits best.
-- Grain: one row per approved case of an item with a certificate type and each award that belongs to it.
-- Parameters: none.
create view case_awards as
with linked as (
    select
        award_links.link_rank,
        approved_cases.application_id,
        award_claims.award_id,
        award_claims.organisation,
        award_claims.uscc,
        award_claims.awarded_on,
        award_claims.award_year,
        award_claims.valid_until,
        award_claims.decision_status,
        award_claims.document_no,
        award_claims.first_possible_on,
        award_claims.last_possible_on,
        case
            when award_claims.is_ambiguous then award_folds.organisation_fold = approved_cases.applicant_fold
            when award_claims.uscc is null and award_claims.organisation is null then true
            else award_claims.organisation_key = approved_cases.uscc
        end as is_own,
        award_claims.decision_status = 'revoked' or list_contains(approved_cases.claim_status, award_claims.decision_status)
            as is_conferred,
        -- only what is certain: a year alone is later when all of it is
        coalesce(award_claims.first_possible_on > approved_cases.submitted_on, false) as is_later,
    from approved_cases
    inner join award_links using (application_id)
    inner join award_claims
        on award_links.award_id = award_claims.award_id
        and approved_cases.item_certificate_type = award_claims.certificate_type
    inner join award_folds on award_claims.award_id = award_folds.award_id
),

nearest as (
    select *,
    from linked
    qualify link_rank = min(link_rank) over (partition by application_id)
)

select *,
from nearest
qualify
    link_rank < 3
    or row_number() over (
        partition by application_id
        order by is_conferred desc, is_later, first_possible_on desc nulls last, award_id
    ) = 1;
