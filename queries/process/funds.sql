-- Money from the envelope to the account by item and fund year; what the pro-rata cut took is shown as such.
-- `cut_yuan` is what the stated amounts of approved cases exceed the approved money by (fixed items and tiers only).
-- Grain: one row per item and fund year with applications in the scope.
-- Parameters: $scope (the shared filters).
with cases as (
    select
        judged.*,
        items.item_order,
        case
            when items.payment_kind = 'fixed'
                then items.amount_yuan * case when items.units_count then judged.units else 1 end
            when items.payment_kind = 'tiered' then items.tiers_yuan[judged.tier]
        end as stated_yuan,
    from applications_judged($scope, ($scope).date_basis) as judged
    inner join items using (item_code)
    where not judged.is_missing
)

select
    cases.item_code,
    cases.fund_year,
    max(envelopes.yearly_envelope_yuan) as yearly_envelope_yuan,
    count(*) as application_count,
    count(*) filter (cases.is_approved) as approved_count,
    sum(cases.requested_yuan)::decimal(18, 2) as requested_yuan,
    sum(cases.requested_yuan) filter (cases.is_approved)::decimal(18, 2) as requested_of_approved_yuan,
    sum(cases.approved_yuan) filter (cases.is_approved)::decimal(18, 2) as approved_yuan,
    sum(cases.approved_yuan) filter (cases.is_approved and (cases.granted_on is not null or cases.status in ('granted', 'paid')))::decimal(18, 2)
        as granted_yuan,
    sum(cases.paid_yuan) filter (cases.is_approved)::decimal(18, 2) as paid_yuan,
    sum(cases.clawback_yuan)::decimal(18, 2) as clawback_yuan,
    sum(greatest(cases.stated_yuan - cases.approved_yuan, 0)) filter (cases.is_approved)::decimal(18, 2) as cut_yuan,
    count(*) filter (cases.is_approved and cases.approved_yuan is null) as missing_count,
from cases
left join envelopes on cases.item_code = envelopes.key and cases.fund_year = envelopes.fund_year
group by cases.item_code, cases.fund_year, cases.item_order
order by cases.item_order, cases.fund_year;
