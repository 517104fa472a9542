-- What an empty cell of a whole scope means, over the items that the filters select.
-- Grain: exactly one row.
-- Parameters: scope (struct of filters).
create macro scope_state(scope) as table
select
    case
        -- filters that contradict each other select no item: nothing is a real nothing
        when count(*) = 0 and (select reports_applications, from snapshot_facts) then 'reported'
        when count(*) = 0 or bool_or(state = 'not_reported') then 'not_reported'
        when bool_or(state = 'reported') then 'reported'
        when bool_and(state = 'not_offered') then 'not_offered'
        else 'unknown'
    end as state,
    (select reports_awards, from snapshot_facts)
    and (scope).kinds is null and (scope).sizes is null and (scope).routes is null as reports_awards,
    (select reports_applications, from snapshot_facts) as reports_applications,
from item_states((scope))
where is_selected;
