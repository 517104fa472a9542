-- Every award with its item, whose it is, whether it entitles to support, and whether a live application claims it.
-- Where the name of an award is borne by several codes nobody knows whose it is: of a first-time item it is not judged.
-- Grain: one row per award.
-- Parameters: none.
create table award_claims as
with type_items as (
    select
        certificate_type,
        min(item_code) as item_code,
    from items
    where certificate_type is not null
    group by certificate_type
),

dated as (
    select
        awards.*,
        coalesce(awards.item_code, type_items.item_code) as paying_item_code,
        coalesce(awards.awarded_on, make_date(awards.award_year, 1, 1)) as first_possible_on,
        coalesce(awards.awarded_on, make_date(awards.award_year, 12, 31)) as last_possible_on,
        coalesce(awards.uscc, organisation_names.organisation_key, 'award:' || awards.award_id) as organisation_key,
        awards.uscc is null and coalesce(organisation_names.is_ambiguous, false) as is_ambiguous,
    from awards
    inner join award_folds using (award_id)
    left join organisation_names on award_folds.organisation_fold = organisation_names.name_fold
    left join type_items using (certificate_type)
),

first_time_types as (
    select distinct dated.certificate_type,
    from dated
    inner join items on dated.paying_item_code = items.item_code
    where items.first_time_only
),

-- the first conferral of a type to an organisation, which alone a first-time item pays
first_conferred as (
    select dated.award_id,
    from dated
    inner join first_time_types using (certificate_type)
    where dated.decision_status = 'conferred'
    qualify row_number() over (
        partition by dated.certificate_type, dated.organisation_key
        order by dated.first_possible_on nulls last, dated.award_id
    ) = 1
)

select
    dated.*,
    items.article,
    coalesce(
        items.item_code is not null
        and list_contains(items.claim_status, dated.decision_status)
        and dated.first_possible_on >= policy_term.start_on
        and dated.last_possible_on <= policy_term.end_on
        and (not items.first_time_only or (first_conferred.award_id is not null and not dated.is_ambiguous)),
        false
    ) as is_claimable,
    coalesce(award_links.is_live, false) as is_claimed,
from dated
cross join policy_term
left join items on dated.paying_item_code = items.item_code
left join first_conferred on dated.award_id = first_conferred.award_id
left join award_links on dated.award_id = award_links.award_id;
