-- Breaches, cases to check and notes by article, with the money of the breaches.
-- Grain: one row per article with a finding (null: unknown).
-- Parameters: $scope (the shared filters).
select
    article,
    count(*) filter (severity = 'breach') as breach_count,
    count(distinct application_id) filter (severity = 'breach') as breach_case_count,
    count(*) filter (severity = 'to_check') as to_check_count,
    count(*) filter (severity = 'note') as note_count,
    coalesce(sum(amount_yuan) filter (severity = 'breach'), 0)::decimal(18, 2) as amount_yuan,
from findings_judged($scope)
where not is_missing
group by article
order by article nulls last;
