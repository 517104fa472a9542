-- All honours and certificates of one organisation: by its credit code, or by one of its names where an award has none.
-- Grain: one row per award, the latest first.
-- Parameters: $uscc = null (credit code, or the name of an organisation without one).
with names as (
    select distinct applicant,
    from applications
    where uscc = $uscc
    union
    select $uscc as applicant,
)

select
    award_id,
    certificate_type,
    decision_status,
    organisation,
    level,
    certificate_no,
    awarded_on,
    coalesce(award_year, year(awarded_on)) as award_year,
    valid_until,
    is_claimable,
    -- without applications nobody knows what was claimed
    case when (select reports_applications, from snapshot_facts) then is_claimed end as is_claimed,
from award_claims
where uscc = $uscc or (uscc is null and organisation in (select applicant, from names))
order by last_possible_on desc nulls last, award_id;
