-- The rows that breakdowns have and what is known of them without any case: state, envelope and quota.
-- A round is one fund year of the whole city: only there an envelope and a quota can be compared with.
-- Grain: one row per dimension and key, the unknown included.
-- Parameters: scope (struct of filters), dimensions (list of total, item, group, district, cluster, certificate, month).
create macro uptake_rows(scope, dimensions) as table
with keys as (
    select
        listed.*,
        scoped.reports_awards,
        scoped.reports_applications,
        snapshot_facts.lists_every_award,
    from breakdown_keys((scope), dimensions) as listed
    cross join scope_state((scope)) as scoped
    cross join snapshot_facts
),

rounds as (
    select
        dimension,
        key,
        max(yearly_envelope_yuan) as yearly_envelope_yuan,
        max(quota) as quota,
    from (
        select
            case when key = '*' then 'total' when items.item_code is null then 'group' else 'item' end as dimension,
            case when key = '*' then 'total' else key end as key,
            yearly_envelope_yuan,
            null as quota,
        from envelopes
        left join items on envelopes.key = items.item_code
        where list_contains((scope).fund_years::integer[], envelopes.fund_year)
        union all
        select
            'item' as dimension,
            item_code as key,
            null as yearly_envelope_yuan,
            quota,
        from item_years
        where list_contains((scope).fund_years::integer[], fund_year)
    ) as stated
    where
        (scope).is_round
        and (dimension <> 'total' or ((scope).items is null and (scope).articles is null))
        -- a group's money is compared with all of the group's items or with none
        and (
            dimension <> 'group'
            or key not in (select item_group, from item_states((scope)) where item_group is not null and not is_selected)
        )
    group by dimension, key
)

select
    keys.*,
    rounds.yearly_envelope_yuan,
    rounds.quota,
from keys
left join rounds on keys.dimension = rounds.dimension and keys.key = rounds.key;
