-- Open cases that wait longer than a given number of working days since acceptance (since filing where not accepted).
-- `total_count` is how many there are, whatever the limit.
-- Grain: one row per application, the longest first.
-- Parameters: $scope (the shared filters), $longer_than = 60 (working days), $limit = 1000 (rows).
select
    judged.application_id,
    judged.fund_year,
    judged.item_code,
    judged.status,
    judged.applicant,
    judged.uscc,
    judged.district_code,
    judged.submitted_on,
    judged.accepted_on,
    as_of_day.number - start_day.number as days_waiting,
    judged.requested_yuan,
    count(*) over () as total_count,
from applications_judged($scope, 'submitted') as judged
cross join snapshot_facts
inner join working_days as start_day on coalesce(judged.accepted_on, judged.submitted_on) = start_day.day
inner join working_days as as_of_day on snapshot_facts.as_of = as_of_day.day
where judged.is_open and not judged.is_missing and as_of_day.number - start_day.number > $longer_than
order by days_waiting desc, judged.application_id
limit $limit;
