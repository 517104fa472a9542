-- Applications in the scope that match a search, one page at a time.
-- The search finds a part of the name, credit code, project title, application or certificate number, in any case of letters.
-- Grain: one row per application.
-- Parameters: $scope (the shared filters), $search = null (text), $sort = "submitted_on" (submitted_on, decided_on, requested_yuan, approved_yuan, paid_yuan or fund_year), $descending = true, $limit = 500 (rows), $offset = 0 (rows).
select
    application_id,
    fund_year,
    item_code,
    status,
    applicant,
    uscc,
    applicant_kind,
    size_class,
    district_code,
    cluster_code,
    certificate_type,
    certificate_no,
    project_title,
    submitted_on,
    accepted_on,
    decided_on,
    paid_on,
    requested_yuan,
    approved_yuan,
    paid_yuan,
from applications_found($scope, $search)
order by
    case when $descending then case $sort
        when 'submitted_on' then epoch(submitted_on)
        when 'decided_on' then epoch(decided_on)
        when 'requested_yuan' then requested_yuan::double
        when 'approved_yuan' then approved_yuan::double
        when 'paid_yuan' then paid_yuan::double
        when 'fund_year' then fund_year
    end end desc nulls last,
    case when not $descending then case $sort
        when 'submitted_on' then epoch(submitted_on)
        when 'decided_on' then epoch(decided_on)
        when 'requested_yuan' then requested_yuan::double
        when 'approved_yuan' then approved_yuan::double
        when 'paid_yuan' then paid_yuan::double
        when 'fund_year' then fund_year
    end end asc nulls last,
    application_id
limit $limit
offset $offset;
