-- Which case an award belongs to: the one that it names, else by type and number, else by type and organisation where
-- not both have numbers; of several cases the earliest filed. A withdrawn case claims nothing unless the award names it.
-- An award that names a case is that case's alone. An application that names no type is for the one its item pays for.
-- Grain: one row per award that belongs to a case.
-- Parameters: none.
create table award_links as
with cases as (
    select
        applications.application_id,
        applications.submitted_on,
        applications.status <> 'withdrawn' as is_live,
        coalesce(applications.uscc, organisation_names.organisation_key) as organisation_key,
        coalesce(applications.certificate_type, items.certificate_type) as certificate_type,
        application_folds.id_fold,
        application_folds.certificate_fold,
    from applications
    inner join application_folds using (application_id)
    left join organisation_names on application_folds.applicant_fold = organisation_names.name_fold
    left join items using (item_code)
),

honours as (
    select
        awards.award_id,
        awards.certificate_type,
        award_folds.case_fold,
        award_folds.certificate_fold,
        case
            when awards.uscc is not null then awards.uscc
            when not organisation_names.is_ambiguous then organisation_names.organisation_key
        end as organisation_key,
    from awards
    inner join award_folds using (award_id)
    left join organisation_names on award_folds.organisation_fold = organisation_names.name_fold
),

linked as (
    select
        honours.award_id,
        cases.application_id,
        cases.submitted_on,
        cases.is_live,
        1 as link_rank,
    from honours
    inner join cases on honours.case_fold = cases.id_fold

    union all

    select
        honours.award_id,
        cases.application_id,
        cases.submitted_on,
        cases.is_live,
        2 as link_rank,
    from honours
    inner join cases
        on honours.certificate_type = cases.certificate_type and honours.certificate_fold = cases.certificate_fold
    where honours.case_fold is null and cases.is_live

    union all

    select
        honours.award_id,
        cases.application_id,
        cases.submitted_on,
        cases.is_live,
        3 as link_rank,
    from honours
    inner join cases
        on honours.certificate_type = cases.certificate_type and honours.organisation_key = cases.organisation_key
    where
        honours.case_fold is null
        and cases.is_live
        and (honours.certificate_fold is null or cases.certificate_fold is null)
)

select
    award_id,
    application_id,
    link_rank,
    is_live,
from linked
qualify row_number() over (partition by award_id order by link_rank, submitted_on, application_id) = 1;
