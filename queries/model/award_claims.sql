-- Every award with its item, whether it entitles to support, and whether a live application claims it.
-- An award belongs to an application by application_id, else by type and number, else by type and organisation
-- (uscc, or the name where the award has no uscc) unless two certificate numbers contradict.
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
        coalesce(awards.uscc, awards.organisation, awards.award_id) as organisation_key,
    from awards
    left join type_items using (certificate_type)
),

ranked as (
    select
        *,
        row_number() over (
            partition by certificate_type, organisation_key, decision_status = 'conferred'
            order by first_possible_on nulls last, award_id
        ) as conferral_order,
    from dated
),

by_number as (
    select
awards.award_id,
bool_or(applications.status <> 'withdrawn') as is_claimed,
    from awards
    inner join applications using (certificate_type, certificate_no)
    where awards.application_id is null
    group by awards.award_id
),

-- two plain joins: one condition that chooses between code and name would compare every pair of a type
same_organisation as (
    select
        awards.award_id,
        applications.status,
    from awards
    inner join applications
        on awards.certificate_type = applications.certificate_type
        and awards.uscc = applications.uscc
        and (awards.certificate_no is null or applications.certificate_no is null)
    where awards.application_id is null
    union all
    select
        awards.award_id,
        applications.status,
    from awards
    inner join applications
        on awards.certificate_type = applications.certificate_type
        and awards.organisation = applications.applicant
        and (awards.certificate_no is null or applications.certificate_no is null)
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
    ranked.* exclude (paying_item_code, conferral_order, organisation_key),
    ranked.paying_item_code,
    items.article,
    coalesce(
        items.item_code is not null
        and list_contains(items.claim_status, ranked.decision_status)
        and ranked.first_possible_on >= policy_term.start_on
        and ranked.last_possible_on <= policy_term.end_on
        and (not items.first_time_only or (ranked.decision_status = 'conferred' and ranked.conferral_order = 1)),
        false
    ) as is_claimable,
    coalesce(
        case
            when ranked.application_id is not null
                then linked.application_id is not null and linked.status <> 'withdrawn'
            else coalesce(by_number.is_claimed, by_organisation.is_claimed)
        end,
        false
    ) as is_claimed,
from ranked
cross join policy_term
left join items on ranked.paying_item_code = items.item_code
left join applications as linked on ranked.application_id = linked.application_id
left join by_number on ranked.award_id = by_number.award_id
left join by_organisation on ranked.award_id = by_organisation.award_id;
