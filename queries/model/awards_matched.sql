-- Awards that meet every filter of the scope but the period; `is_in_period` and `is_missing` say the rest.
-- Awards have no applicant kind, size class or route: under such a filter `is_judgeable` is false on every row.
-- Grain: one row per award.
-- Parameters: scope (struct of filters).
create macro awards_matched(scope) as table
with matched as (
    select
        *,
        first_possible_on is null as lacks_date,
        coalesce(
            first_possible_on >= (scope).period_start::date
            and last_possible_on <= least((scope).period_end::date, (scope).cut_on::date),
            false
        ) as is_in_period,
        (scope).districts is not null
        and district_registered is null
        and not list_contains((scope).districts::varchar[], 'unknown') as lacks_place,
    from award_claims
    where
        ((scope).articles is null or list_contains((scope).articles::integer[], article))
        and ((scope).items is null or list_contains((scope).items::varchar[], paying_item_code))
        and ((scope).clusters is null or list_contains((scope).clusters::varchar[], coalesce(cluster_code, 'none')))
        and ((scope).certificates is null or list_contains((scope).certificates::varchar[], certificate_type))
        and (
            (scope).districts is null
            or list_contains((scope).districts::varchar[], coalesce(district_registered, 'unknown'))
            or district_registered is null
        )
)

select
    *,
    lacks_date or lacks_place as is_missing,
    (scope).kinds is null and (scope).sizes is null and (scope).routes is null as is_judgeable,
from matched;
