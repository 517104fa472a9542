-- The latest day of every stage and of the awards, and how many days before the as-of date it lies.
-- Null where the table is not reported. Days that lie in the future (valid_until) are left out.
-- Grain: one row per table and date column.
-- Parameters: none.
with days as (
    select unnest(
        [
            {'date_column': 'submitted_on', 'latest_on': max(submitted_on), 'row_count': count(submitted_on)},
            {'date_column': 'accepted_on', 'latest_on': max(accepted_on), 'row_count': count(accepted_on)},
            {'date_column': 'reviewed_on', 'latest_on': max(reviewed_on), 'row_count': count(reviewed_on)},
            {'date_column': 'decided_on', 'latest_on': max(decided_on), 'row_count': count(decided_on)},
            {'date_column': 'publicised_on', 'latest_on': max(publicised_on), 'row_count': count(publicised_on)},
            {'date_column': 'granted_on', 'latest_on': max(granted_on), 'row_count': count(granted_on)},
            {'date_column': 'paid_on', 'latest_on': max(paid_on), 'row_count': count(paid_on)},
            {'date_column': 'withdrawn_on', 'latest_on': max(withdrawn_on), 'row_count': count(withdrawn_on)},
            {'date_column': 'revoked_on', 'latest_on': max(revoked_on), 'row_count': count(revoked_on)},
        ],
        recursive := true
    ),
    from applications
),

stages as (
    select
        'applications' as table_name,
        days.*,
        snapshot_facts.reports_applications as is_reported,
    from days
    cross join snapshot_facts

    union all

    select
        'awards' as table_name,
        'awarded_on' as date_column,
        max(awards.awarded_on) as latest_on,
        count(awards.awarded_on) as row_count,
        any_value(snapshot_facts.reports_awards) as is_reported,
    from snapshot_facts
    left join awards on true
)

select
    stages.table_name,
    stages.date_column,
    stages.latest_on,
    date_diff('day', stages.latest_on, snapshot_facts.as_of) as days_before_count,
    case when stages.is_reported then stages.row_count end as row_count,
from stages
cross join snapshot_facts;
