-- Applications, beneficiaries and money by size class; an organisation that changed its class counts in each.
-- `approved_share` is the class's share of all approved money in the scope, the unknown class included.
-- Grain: one row per size class, then the null class for the unknown and for those that are no enterprise.
-- Parameters: $scope (the shared filters).
with classes as (
    select
        unnest(
            [
                {'size_class': 'large', 'position': 1},
                {'size_class': 'medium', 'position': 2},
                {'size_class': 'small', 'position': 3},
                {'size_class': 'micro', 'position': 4},
                {'size_class': null, 'position': 5},
            ],
            recursive := true
        ),
),

figures as (
    select
        size_class,
        count(*) as application_count,
        count(*) filter (is_approved) as approved_count,
        count(*) filter (is_approved or status = 'rejected') as decided_count,
        count(distinct uscc) filter (is_approved) as beneficiary_count,
        sum(approved_yuan) filter (is_approved) as approved_yuan,
        count(*) filter (is_approved and approved_yuan is null) as missing_approved_count,
    from applications_judged($scope, ($scope).date_basis)
    where not is_missing
    group by size_class
)

select
    classes.size_class,
    scoped.state as reporting_state,
    case when scoped.state = 'reported' then coalesce(figures.application_count, 0) end as application_count,
    case when scoped.state = 'reported' then coalesce(figures.approved_count, 0) end as approved_count,
    case when scoped.state = 'reported' then coalesce(figures.decided_count, 0) end as decided_count,
    case when ($scope).date_basis <> 'paid' then figures.approved_count / nullif(figures.decided_count, 0) end as approval_rate,
    case when scoped.state = 'reported' then coalesce(figures.beneficiary_count, 0) end as beneficiary_count,
    case
        when figures.approved_count > 0 then figures.approved_yuan
        when scoped.state = 'reported' then 0
    end::decimal(18, 2) as approved_yuan,
    figures.approved_yuan::double / nullif(sum(figures.approved_yuan) over (), 0)::double as approved_share,
    case when scoped.state = 'reported' then coalesce(figures.missing_approved_count, 0) end as missing_approved_count,
from classes
cross join scope_state($scope) as scoped
left join figures on classes.size_class is not distinct from figures.size_class
order by classes.position;
