-- Organisations whose name or credit code matches a search in any case of letters, with what they applied for and hold in the whole snapshot.
-- An award without a credit code belongs to the organisation of that name, or stands under its name alone.
-- Grain: one row per credit code (or name without one), the most applications and honours first.
-- Parameters: $search = null (text), $limit = 50 (rows).
with applicants as (
    select
        uscc,
        max_by(applicant, (submitted_on, application_id)) as applicant,
        count(distinct applicant) as name_count,
        count(*) as application_count,
        count(*) filter (status in ('approved', 'publicised', 'granted', 'paid', 'revoked')) as approved_count,
        bool_or(
            $search is null or contains(lower(applicant), lower($search)) or contains(lower(uscc), lower($search))
        ) as is_found,
    from applications
    group by uscc
),

named as (
    select
        applicant,
        min(uscc) as uscc,
    from applications
    group by applicant
),

holders as (
    select
        coalesce(awards.uscc, named.uscc, awards.organisation) as uscc,
        min(awards.organisation) as organisation,
        count(*) filter (awards.decision_status = 'conferred') as award_count,
        bool_or(
            $search is null
            or contains(lower(awards.organisation), lower($search))
            or contains(lower(awards.uscc), lower($search))
        ) as is_found,
    from awards
    left join named on awards.uscc is null and awards.organisation = named.applicant
    where coalesce(awards.uscc, awards.organisation) is not null
    group by all
)

select
    uscc,
    coalesce(applicants.applicant, holders.organisation) as applicant,
    coalesce(applicants.name_count, 1) as name_count,
    case when snapshot_facts.reports_applications then coalesce(applicants.application_count, 0) end as application_count,
    case when snapshot_facts.reports_applications then coalesce(applicants.approved_count, 0) end as approved_count,
    case when snapshot_facts.reports_awards then coalesce(holders.award_count, 0) end as award_count,
from applicants
full join holders using (uscc)
cross join snapshot_facts
where applicants.is_found or holders.is_found
order by application_count desc nulls last, award_count desc nulls last, uscc
limit $limit;
