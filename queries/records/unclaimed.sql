-- Awards that entitle to support and that nobody has applied for: the work list of the unclaimed.
-- `total_count` is how many there are, whatever the limit.
-- Grain: one row per award, the oldest first.
-- Parameters: $scope (the shared filters), $limit = 1000 (rows).
select
    award_id,
    paying_item_code as item_code,
    certificate_type,
    organisation,
    uscc,
    district_registered as district_code,
    certificate_no,
    awarded_on,
    valid_until,
    count(*) over () as total_count,
from awards_judged($scope)
where not is_missing and is_judgeable and is_claimable and not is_claimed
order by first_possible_on, award_id
limit $limit;
