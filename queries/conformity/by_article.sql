-- Breaches, cases to check and notes by article, with the money of the breaches.
-- All but the notes are null where applications are not reported: nothing was judged.
-- Grain: one row per article with a finding (null: unknown).
-- Parameters: $scope (the shared filters).
select
    key::integer as article,
    breach_count,
    breach_case_count,
    to_check_count,
    note_count,
    amount_yuan,
    shortfall_yuan,
from finding_counts($scope, 'article')
order by article nulls last;
