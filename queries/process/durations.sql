-- Working days of one step of the procedure, finished and censored, as a survival library takes them.
-- Grain: one row per key of the dimension and number of days.
-- Parameters: $scope (the shared filters), $measure = "decision" (acceptance, decision or payment), $dimension = "route" (route, article, district).
with spells as (
    select
        case $dimension
            when 'route' then route
            when 'article' then article::varchar
            when 'district' then district_code
        end as key,
        case $measure when 'acceptance' then submitted_on when 'decision' then accepted_on else decided_on end as start_on,
        case $measure when 'acceptance' then accepted_on when 'decision' then decided_on else paid_on end as event_on,
        case
            when $measure = 'payment' and status = 'revoked' then coalesce(revoked_on, snapshot_facts.as_of)
            when $measure = 'payment' then snapshot_facts.as_of
            when status = 'withdrawn' then withdrawn_on
            when is_open then snapshot_facts.as_of
        end as left_on,
    from applications_judged($scope, 'submitted')
    cross join snapshot_facts
    where not is_missing and ($measure <> 'payment' or is_approved)
)

select
    spells.key,
    end_day.number - start_day.number as days,
    count(*) filter (spells.event_on is not null) as finished_count,
    count(*) filter (spells.event_on is null) as censored_count,
from spells
inner join working_days as start_day on spells.start_on = start_day.day
inner join working_days as end_day on coalesce(spells.event_on, spells.left_on) = end_day.day
where coalesce(spells.event_on, spells.left_on) >= spells.start_on
group by all
order by spells.key nulls last, days;
