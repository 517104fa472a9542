-- Applications and money of every fund year in the scope; a sum of nothing known is null, one over no case at all is 0.
-- `missing_count` are approved cases without a known amount.
-- Grain: one row per fund year with at least one application in the scope.
-- Parameters: $scope (the shared filters).
select
    fund_year,
    count(*) as application_count,
    count(*) filter (is_approved or status = 'rejected') as decided_count,
    count(*) filter (is_approved) as approved_count,
    sum(requested_yuan)::decimal(18, 2) as requested_yuan,
    case when count(*) filter (is_approved) = 0 then 0 else sum(approved_yuan) filter (is_approved) end::decimal(18, 2)
        as approved_yuan,
    case
        when count(*) filter (is_approved) = 0 then 0
        else sum(case when granted_on is not null or status in ('granted', 'paid') then approved_yuan when approved_yuan is not null then 0 end)
            filter (is_approved)
    end::decimal(18, 2) as granted_yuan,
    case when count(*) filter (is_approved) = 0 then 0 else sum(coalesce(paid_yuan, 0)) filter (is_approved and (paid_yuan is not null or status <> 'paid')) end::decimal(18, 2)
        as paid_yuan,
    coalesce(sum(clawback_yuan), 0)::decimal(18, 2) as clawback_yuan,
    count(*) filter (is_approved and approved_yuan is null) as missing_count,
from applications_judged($scope, ($scope).date_basis)
where not is_missing
group by fund_year
order by fund_year;
