-- Breaches, cases to check and notes by district, with the money of the breaches.
-- All but the notes are null where applications are not reported: nothing was judged.
-- Grain: one row per district with a finding (null: unknown).
-- Parameters: $scope (the shared filters).
select
    key as district_code,
    breach_count,
    breach_case_count,
    to_check_count,
    note_count,
    amount_yuan,
    shortfall_yuan,
from finding_counts($scope, 'district')
order by district_code nulls last;
