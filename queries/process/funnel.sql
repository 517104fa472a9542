-- How far cases of each route came, and where the others stopped.
-- Grain: one row per route (null: unknown) and stage, from submitted to paid.
-- Parameters: $scope (the shared filters).
with cases as (
    select
        route,
        status,
        is_open,
        stage_reached(status, is_approved, accepted_on, reviewed_on, publicised_on, granted_on, paid_on) as reached,
    from applications_judged($scope, ($scope).date_basis)
    where not is_missing
),

routes as (
    select distinct route, from cases
),

stages as (
    select
        unnest(
            [
                {'stage': 'submitted', 'position': 0},
                {'stage': 'accepted', 'position': 1},
                {'stage': 'reviewed', 'position': 2},
                {'stage': 'approved', 'position': 3},
                {'stage': 'publicised', 'position': 4},
                {'stage': 'granted', 'position': 5},
                {'stage': 'paid', 'position': 6},
            ],
            recursive := true
        ),
)

select
    routes.route,
    stages.stage,
    count(*) filter (cases.reached >= stages.position) as reached_count,
    count(*) filter (cases.reached = stages.position and cases.is_open) as open_count,
    count(*) filter (cases.reached = stages.position and cases.status = 'withdrawn') as withdrawn_count,
    count(*) filter (cases.reached = stages.position and cases.status = 'rejected') as rejected_count,
    count(*) filter (cases.reached = stages.position and cases.status = 'revoked') as revoked_count,
from routes
cross join stages
inner join cases on routes.route is not distinct from cases.route
group by routes.route, stages.stage, stages.position
order by routes.route nulls last, stages.position;
