-- Certificates in force that expire within a given number of days of the as-of date, or in a given month of the next 24.
-- `total_count` is how many there are, whatever the limit.
-- Grain: one row per award, the first to expire first.
-- Parameters: $scope (the shared filters; the period does not apply), $within = 180 (days), $month = null (text, YYYY-MM; in place of the days), $limit = 1000 (rows).
select
    award_id,
    certificate_type,
    organisation,
    uscc,
    district_registered as district_code,
    certificate_no,
    awarded_on,
    valid_until,
    date_diff('day', as_of, valid_until) as left_count,
    count(*) over () as total_count,
from awards_matched($scope)
cross join snapshot_facts
where
    is_judgeable
    and not lacks_place
    and decision_status = 'conferred'
    and case
        when $month is null then valid_until between as_of and as_of + $within
        else valid_until between as_of and as_of + interval 24 month and strftime(valid_until, '%Y-%m') = $month
    end
order by valid_until, award_id
limit $limit;
