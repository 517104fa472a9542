-- Applications that meet every filter of the scope that can be judged, with the place and date the scope asks for.
-- `is_missing` marks the rows that lack the date of the basis or the place asked for: counted, never used.
-- Grain: one row per application.
-- Parameters: scope (struct of filters), basis (submitted, decided or paid).
create macro applications_judged(scope, basis) as table
with dated as (
    select
        applications.*,
        item_years.route,
        items.article,
        case basis
            when 'decided' then applications.decided_on
            when 'paid' then applications.paid_on
            else applications.submitted_on
        end as basis_on,
        case basis
            when 'decided' then applications.status in ('approved', 'publicised', 'granted', 'paid', 'rejected', 'revoked')
            when 'paid' then applications.status = 'paid'
            else true
        end as implies_basis,
        case (scope).place_basis
            when 'operating' then applications.district_operating
            when 'project' then applications.district_project
            else applications.district_registered
        end as district_code,
        applications.status in ('submitted', 'accepted', 'under_review') as is_open,
        applications.status in ('approved', 'publicised', 'granted', 'paid', 'revoked') as is_approved,
    from applications
    left join item_years using (item_code, fund_year)
    left join items using (item_code)
),

matched as (
    select
        *,
        basis <> 'submitted' and basis_on is null and implies_basis and (scope).fund_years is null as lacks_date,
        (scope).districts is not null
        and district_code is null
        and not list_contains((scope).districts::varchar[], 'unknown') as lacks_place,
    from dated
    where
        ((scope).fund_years is null or list_contains((scope).fund_years::integer[], fund_year))
        and ((scope).cut_on is null or basis_on <= (scope).cut_on::date)
        and ((scope).articles is null or list_contains((scope).articles::integer[], article))
        and ((scope).items is null or list_contains((scope).items::varchar[], item_code))
        and ((scope).clusters is null or list_contains((scope).clusters::varchar[], coalesce(cluster_code, 'none')))
        and ((scope).certificates is null or list_contains((scope).certificates::varchar[], certificate_type))
        and ((scope).kinds is null or list_contains((scope).kinds::varchar[], applicant_kind))
        and ((scope).sizes is null or list_contains((scope).sizes::varchar[], coalesce(size_class, 'unknown')))
        and ((scope).routes is null or list_contains((scope).routes::varchar[], coalesce(route, 'unknown')))
        and (
            (scope).fund_years is not null
            or basis_on between (scope).period_start::date and (scope).period_end::date
            or (basis <> 'submitted' and basis_on is null and implies_basis)
        )
        and (
            (scope).districts is null
            or list_contains((scope).districts::varchar[], coalesce(district_code, 'unknown'))
            or district_code is null
        )
)

select
    * exclude (implies_basis),
    lacks_date or lacks_place as is_missing,
from matched;
