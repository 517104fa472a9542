-- Certificates in force that expire in each of the next 24 months.
-- Grain: one row per month and certificate type with at least one expiry.
-- Parameters: $scope (the shared filters; the period does not apply).
select
    strftime(valid_until, '%Y-%m') as month,
    certificate_type,
    count(*) as expiring_count,
from awards_matched($scope)
cross join snapshot_facts
where
    is_judgeable
    and not lacks_place
    and decision_status = 'conferred'
    and valid_until between as_of and as_of + interval 24 month
group by all
order by month, certificate_type;
