-- Every award with its item, whether it entitles to support, and whether a live application claims it.
-- An award belongs to an application by application_id, else by type and number, else by type and organisation
-- (uscc, or the name where the award has no uscc) unless two certificate numbers contradict. An application that names
-- no type is for the one its item pays for.
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
    from awards
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
        partition by dated.certificate_type, coalesce(dated.uscc, dated.organisation, dated.award_id)
        order by dated.first_possible_on nulls last, dated.award_id
    ) = 1
),

live_applications as (
    select application_id,
    from applications
    where status <> 'withdrawn'
),

claims as (
    select
        applications.status,
        applications.uscc,
        applications.applicant,
        applications.certificate_no,
        coalesce(applications.certificate_type, items.certificate_type) as certificate_type,
    from applications
    left join items on applications.item_code = items.item_code
),

by_number as (
    select
        awards.award_id,
        bool_or(claims.status <> 'withdrawn') as is_claimed,
    from awards
    inner join claims using (certificate_type, certificate_no)
    where awards.application_id is null
    group by awards.award_id
),

-- two plain joins: one condition that chooses between code and name would compare every pair of a type
same_organisation as (
    select
        awards.award_id,
        claims.status,
    from awards
    inner join claims
        on awards.certificate_type = claims.certificate_type
        and awards.uscc = claims.uscc
        and (awards.certificate_no is null or claims.certificate_no is null)
    where awards.application_id is null
    union all
    select
        awards.award_id,
        claims.status,
    from awards
    inner join claims
        on awards.certificate_type = claims.certificate_type
        and awards.organisation = claims.applicant
        and (awards.certificate_no is null or claims.certificate_no is null)
    where awards.application_id is null and awards.uscc is null
),

by_organisation as (
    select
        award_id,
        bool_or(status <> 'withdrawn') as is_claimed,
    from same_organisation
    group by award_id
)

select
    dated.*,
    items.article,
    coalesce(
        items.item_code is not null
        and list_contains(items.claim_status, dated.decision_status)
        and dated.first_possible_on >= policy_term.start_on
        and dated.last_possible_on <= policy_term.end_on
        and (not items.first_time_only or first_conferred.award_id is not null),
        false
    ) as is_claimable,
    coalesce(
        case
            when dated.application_id is not null
                then live_applications.application_id is not null
            else coalesce(by_number.is_claimed, by_organisation.is_claimed)
        end,
        false
    ) as is_claimed,
from dated
cross join policy_term
left join items on dated.paying_item_code = items.item_code
left join first_conferred on dated.award_id = first_conferred.award_id
left join live_applications on dated.application_id = live_applications.application_id
left join by_number on dated.award_id = by_number.award_id
left join by_organisation on dated.award_id = by_organisation.award_id;
