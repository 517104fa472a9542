-- The figures on awards and certificates, once defined for every breakdown (see the methodology page).
-- Grain: one row per dimension and key that occurs in the scope.
-- Parameters: scope (struct of filters), dimensions (list of total, item, group, district, cluster, certificate, month).
create macro award_figures(scope, dimensions) as table
with keyed as (
    select
        judged.*,
        asked.dimension,
        case asked.dimension
            when 'item' then judged.paying_item_code
            when 'group' then items.item_group
            when 'district' then judged.district_registered
            when 'cluster' then judged.cluster_code
            when 'certificate' then judged.certificate_type
            when 'month' then strftime(judged.awarded_on, '%Y-%m')
            else 'total'
        end as key,
        not judged.is_missing and judged.decision_status = 'conferred' as is_conferred,
        judged.valid_until is null or judged.valid_until >= snapshot_facts.as_of as is_valid,
        date_diff('day', snapshot_facts.as_of, judged.valid_until) as days_left,
    from awards_judged((scope)) as judged
    cross join unnest(dimensions::varchar[]) as asked (dimension)
    left join items on judged.paying_item_code = items.item_code
    cross join snapshot_facts
    where judged.is_judgeable
)

select
    dimension,
    key,
    count(*) filter (is_conferred) as award_count,
    count(*) filter (is_conferred and is_valid) as in_force_count,
    count(*) filter (is_conferred and is_valid and days_left <= 30) as expiring_30_count,
    count(*) filter (is_conferred and is_valid and days_left <= 90) as expiring_90_count,
    count(*) filter (is_conferred and is_valid and days_left <= 180) as expiring_180_count,
    count(*) filter (not is_missing and is_claimable) as claimable_count,
    count(*) filter (not is_missing and is_claimable and is_claimed) as claimed_count,
    count(*) filter (is_missing) as missing_award_count,
from keyed
group by dimension, key;
