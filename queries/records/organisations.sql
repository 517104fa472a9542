-- Organisations whose name or credit code matches a search, with what they applied for in the whole snapshot.
-- Grain: one row per credit code, the most applications first.
-- Parameters: $search = null (text), $limit = 50 (rows).
select
    uscc,
    max_by(applicant, submitted_on) as applicant,
    count(distinct applicant) as name_count,
    count(*) as application_count,
    count(*) filter (status in ('approved', 'publicised', 'granted', 'paid', 'revoked')) as approved_count,
from applications
where $search is null or contains(applicant, $search) or contains(uscc, upper($search))
group by uscc
order by application_count desc, uscc
limit $limit;
