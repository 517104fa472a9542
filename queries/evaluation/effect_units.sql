-- Organisations with an outcome on either side of what each design compares, by item: whether an estimate is possible.
-- Grain: one row per item with an application in the scope.
-- Parameters: $scope (the shared filters), $indicator = "" (an indicator of the outcomes).
with observed as (
    select distinct uscc,
    from outcomes
    where indicator = $indicator
),

applicants as (
    select
        item_code,
        uscc,
        bool_or(is_approved) as is_approved,
        max(score_permille) as score_permille,
        min(rank) as rank,
    from applications_judged($scope, ($scope).date_basis)
    where not is_missing
    group by item_code, uscc
)

select
    applicants.item_code,
    count(*) as organisation_count,
    count(*) filter (observed.uscc is not null) as observed_count,
    count(*) filter (observed.uscc is not null and applicants.is_approved) as approved_observed_count,
    count(*) filter (observed.uscc is not null and not applicants.is_approved) as other_observed_count,
    count(*) filter (observed.uscc is not null and applicants.score_permille >= 500) as above_score_count,
    count(*) filter (observed.uscc is not null and applicants.score_permille < 500) as below_score_count,
    count(*) filter (observed.uscc is not null and applicants.rank <= 15) as within_rank_count,
    count(*) filter (observed.uscc is not null and applicants.rank > 15) as beyond_rank_count,
from applicants
left join observed on applicants.uscc = observed.uscc
group by applicants.item_code
order by applicants.item_code;
