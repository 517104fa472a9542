-- Honours and certificates that meet the filters other than the period, the latest first: of every year and status, or of one.
-- `total_count` is how many there are, whatever the limit.
-- Grain: one row per award; `is_in_period` says whether the award lies in the period asked for.
-- Parameters: $scope (the shared filters), $year = null (a year as text, or unknown), $status = null (proposed, preliminary, shortlisted, conferred or revoked), $limit = 5000 (rows).
select
    award_id,
    decision_status,
    certificate_type,
    level,
    category,
    edition,
    organisation,
    uscc,
    project_title,
    district_registered as district_code,
    awarded_on,
    coalesce(award_year, year(awarded_on)) as award_year,
    valid_until,
    is_in_period,
    is_claimable,
    -- without applications nobody knows what was claimed
    case when (select reports_applications, from snapshot_facts) then is_claimed end as is_claimed,
    document_no,
    source_type,
    source_url,
    count(*) over () as total_count,
from awards_matched($scope)
where
    is_judgeable
    and not lacks_place
    and ($year is null or coalesce(coalesce(award_year, year(awarded_on))::varchar, 'unknown') = $year)
    and ($status is null or decision_status = $status)
order by last_possible_on desc nulls last, award_id
limit $limit;
