-- Applications in the scope that match a search, one page at a time.
-- The search finds a part of the name, credit code, project title, application or certificate number, in any case of letters.
-- `cases` leaves those that one figure counts; `missing_count` those without a date, a place or an amount.
-- Grain: one row per application.
-- Parameters: $scope (the shared filters), $search = null (text), $cases = null (open_count, decided_count, approved_count, in_notice_count, rejected_count, withdrawn_count, revoked_count, ageing_not_accepted_count, ageing_up_to_20_count, ageing_21_to_40_count, ageing_41_to_60_count, ageing_over_60_count, reached_accepted, reached_reviewed, reached_approved, reached_publicised, reached_granted, reached_paid or missing_count), $sort = "submitted_on" (submitted_on, decided_on, requested_yuan, approved_yuan, paid_yuan or fund_year), $descending = true, $limit = 500 (rows), $offset = 0 (rows).
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
from applications_found($scope, $search, $cases)
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
