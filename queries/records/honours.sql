-- Honours and certificates of every year that meet the filters other than the period, the latest first.
-- Grain: one row per award, at most 5,000; `is_in_period` says whether the award lies in the period asked for.
-- Parameters: $scope (the shared filters).
select
    award_id,
    decision_status,
    certificate_type,
    level,
    category,
    edition,
    organisation,
    project_title,
    district_registered as district_code,
    awarded_on,
    coalesce(award_year, year(awarded_on)) as award_year,
    valid_until,
    is_in_period,
    is_claimable,
    is_claimed,
    document_no,
    source_type,
    source_url,
from awards_matched($scope)
where is_judgeable and not lacks_place
order by last_possible_on desc nulls last, award_id
limit 5000;
