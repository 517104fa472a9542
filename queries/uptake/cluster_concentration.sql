-- How concentrated the approved money of each cluster is on few organisations.
-- `top3_share` is the share of the three largest, `herfindahl` the Hirschman-Herfindahl index on 0 to 1 (Hirschman 1964).
-- Grain: one row per cluster (null: in no cluster) with approved money in the scope.
-- Parameters: $scope (the shared filters).
with organisations_of as (
    select
        cluster_code,
        uscc,
        sum(approved_yuan)::double as approved_yuan,
    from applications_judged($scope, ($scope).date_basis)
    where not is_missing and is_approved and approved_yuan > 0
    group by all
),

ranked as (
    select
        *,
        row_number() over (partition by cluster_code order by approved_yuan desc, uscc) as place,
        approved_yuan / sum(approved_yuan) over (partition by cluster_code) as share,
    from organisations_of
)

select
    cluster_code,
    count(*) as beneficiary_count,
    sum(approved_yuan)::decimal(18, 2) as approved_yuan,
    sum(share) filter (place <= 3) as top3_share,
    sum(share * share) as herfindahl,
from ranked
group by cluster_code
order by cluster_code nulls last;
