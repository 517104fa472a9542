-- Whom a name without a credit code belongs to: the one organisation that bears it, else an organisation of its own.
-- A name borne by several codes identifies nobody: it is an organisation of its own and ambiguous.
-- Grain: one row per folded name that stands in a row without a code.
-- Parameters: none.
create table organisation_names as
with borne as (
    select
        application_folds.applicant_fold as name_fold,
        applications.uscc,
    from applications
    inner join application_folds using (application_id)
    where applications.uscc is not null
    union
    select
        award_folds.organisation_fold as name_fold,
        awards.uscc,
    from awards
    inner join award_folds using (award_id)
    where awards.uscc is not null
),

codes as (
    select
        name_fold,
        min(uscc) as uscc,
        count(*) as code_count,
    from borne
    where name_fold is not null
    group by name_fold
),

without_code as (
    select application_folds.applicant_fold as name_fold,
    from applications
    inner join application_folds using (application_id)
    where applications.uscc is null
    union
    select award_folds.organisation_fold as name_fold,
    from awards
    inner join award_folds using (award_id)
    where awards.uscc is null
)

select
    without_code.name_fold,
    case when codes.code_count = 1 then codes.uscc else 'name:' || without_code.name_fold end as organisation_key,
    coalesce(codes.code_count > 1, false) as is_ambiguous,
from without_code
left join codes using (name_fold)
where without_code.name_fold is not null;
