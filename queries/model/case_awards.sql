-- The awards of the approved cases: by application number, else by type and number, else by type and organisation
-- (uscc, or the name where the award has none); of the last kind only the one that fits best.
-- An award that names an application belongs to that one alone.
-- Grain: one row per approved case of an item with a certificate type and each award that belongs to it.
-- Parameters: none.
create view case_awards as
with typed as (
    select
        *,
        -- what the case claims: the kind its item pays for, unless the case itself names another
        coalesce(certificate_type, item_certificate_type) = item_certificate_type as claims_kind,
    from approved_cases
    where item_certificate_type is not null
),

linked as (
    select
        typed.application_id,
        awards.award_id,
        1 as link_rank,
    from typed
    inner join awards
        on typed.application_id = awards.application_id and typed.item_certificate_type = awards.certificate_type

    union all

    select
        typed.application_id,
        awards.award_id,
        2 as link_rank,
    from typed
    inner join awards
        on typed.item_certificate_type = awards.certificate_type and typed.certificate_no = awards.certificate_no
    where typed.claims_kind and awards.application_id is null

    union all

    select
        typed.application_id,
        awards.award_id,
        3 as link_rank,
    from typed
    inner join awards
        on typed.item_certificate_type = awards.certificate_type and typed.uscc = awards.uscc
    where typed.claims_kind and awards.application_id is null and (awards.certificate_no is null or typed.certificate_no is null)

    union all

    select
        typed.application_id,
        awards.award_id,
        3 as link_rank,
    from typed
    inner join awards
        on typed.item_certificate_type = awards.certificate_type and typed.applicant = awards.organisation
    where typed.claims_kind
    and awards.application_id is null
    and awards.uscc is null
    and (awards.certificate_no is null or typed.certificate_no is null)
),

nearest as (
    select *,
    from linked
    qualify link_rank = min(link_rank) over (partition by application_id)
),

described as (
    select
        nearest.link_rank,
        typed.application_id,
        awards.award_id,
        awards.organisation,
        awards.uscc,
        awards.awarded_on,
        awards.award_year,
        awards.valid_until,
        awards.decision_status,
        awards.document_no,
        coalesce(awards.awarded_on, make_date(awards.award_year, 1, 1)) as first_possible_on,
        coalesce(awards.awarded_on, make_date(awards.award_year, 12, 31)) as last_possible_on,
        case
            when awards.uscc is not null then awards.uscc = typed.uscc
            when awards.organisation is not null then awards.organisation = typed.applicant
            else true
        end as is_own,
        awards.decision_status = 'revoked' or list_contains(typed.claim_status, awards.decision_status) as is_conferred,
        -- only what is certain: a year alone is later when all of it is
        coalesce(coalesce(awards.awarded_on, make_date(awards.award_year, 1, 1)) > typed.submitted_on, false) as is_later,
    from nearest
    inner join typed on nearest.application_id = typed.application_id
    inner join awards on nearest.award_id = awards.award_id
)

select *,
from described
qualify
    link_rank < 3
    or row_number() over (
        partition by application_id
        order by is_conferred desc, is_later, first_possible_on desc nulls last, award_id
    ) = 1;
