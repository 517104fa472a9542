-- How many of the cells that should hold a value do, by column and by district or month of application.
-- A cell is expected where the status implies it (a paid case has a day of payment), where the item asks for it (a
-- certificate number, a tier, a score) or always. `completeness` = filled / expected.
-- Grain: one row per column and district (or month); the unknown district has a null key.
-- Parameters: $scope (the shared filters), $by = "district" (district or month).
with cases as (
    select
        judged.*,
        case $by when 'month' then strftime(judged.submitted_on, '%Y-%m') else judged.district_code end as key,
        judged.status in ('approved', 'publicised', 'granted', 'paid', 'rejected', 'revoked') as is_decided,
        judged.status in ('publicised', 'granted', 'paid', 'revoked') as is_publicised,
        items.certificate_type is not null as is_typed,
        items.unit = 'project' as is_project,
        items.payment_kind = 'tiered' as is_tiered,
    from applications_judged($scope, 'submitted') as judged
    inner join items using (item_code)
),

counts as (
    select
        key,
        unnest(
            [
                {'c': 'size_class', 'expected': count_if(applicant_kind = 'enterprise'), 'filled': count_if(applicant_kind = 'enterprise' and size_class is not null)},
                {'c': 'district_registered', 'expected': count(*), 'filled': count(district_registered)},
                {'c': 'district_operating', 'expected': count(*), 'filled': count(district_operating)},
                {'c': 'district_project', 'expected': count(*), 'filled': count(district_project)},
                {'c': 'certificate_type', 'expected': count_if(is_typed), 'filled': count_if(is_typed and certificate_type is not null)},
                {'c': 'certificate_no', 'expected': count_if(is_typed), 'filled': count_if(is_typed and certificate_no is not null)},
                {'c': 'project_title', 'expected': count_if(is_project), 'filled': count_if(is_project and project_title is not null)},
                {'c': 'event_on', 'expected': count_if(is_typed), 'filled': count_if(is_typed and event_on is not null)},
                {'c': 'accepted_on', 'expected': count_if(status not in ('submitted', 'withdrawn')), 'filled': count_if(status not in ('submitted', 'withdrawn') and accepted_on is not null)},
                {'c': 'decided_on', 'expected': count_if(is_decided), 'filled': count_if(is_decided and decided_on is not null)},
                {'c': 'publicised_on', 'expected': count_if(is_publicised), 'filled': count_if(is_publicised and publicised_on is not null)},
                {'c': 'granted_on', 'expected': count_if(status in ('granted', 'paid')), 'filled': count_if(status in ('granted', 'paid') and granted_on is not null)},
                {'c': 'paid_on', 'expected': count_if(status = 'paid'), 'filled': count_if(status = 'paid' and paid_on is not null)},
                {'c': 'withdrawn_on', 'expected': count_if(status = 'withdrawn'), 'filled': count_if(status = 'withdrawn' and withdrawn_on is not null)},
                {'c': 'revoked_on', 'expected': count_if(status = 'revoked'), 'filled': count_if(status = 'revoked' and revoked_on is not null)},
                {'c': 'requested_yuan', 'expected': count(*), 'filled': count(requested_yuan)},
                {'c': 'approved_yuan', 'expected': count_if(is_approved), 'filled': count_if(is_approved and approved_yuan is not null)},
                {'c': 'paid_yuan', 'expected': count_if(status = 'paid'), 'filled': count_if(status = 'paid' and paid_yuan is not null)},
                {'c': 'score_permille', 'expected': count_if(item_code = '10-1'), 'filled': count_if(item_code = '10-1' and score_permille is not null)},
                {'c': 'rank', 'expected': count_if(item_code = '10-1'), 'filled': count_if(item_code = '10-1' and rank is not null)},
                {'c': 'tier', 'expected': count_if(is_tiered), 'filled': count_if(is_tiered and tier is not null)},
                {'c': 'reject_reason', 'expected': count_if(status = 'rejected'), 'filled': count_if(status = 'rejected' and reject_reason is not null)},
            ]
        ) as cell,
    from cases
    group by key
)

select
    (cell).c as column_name,
    key,
    (cell).expected::bigint as expected_count,
    (cell).filled::bigint as filled_count,
    (cell).filled / (cell).expected as completeness,
from counts
where (cell).expected > 0
order by column_name, key nulls last;
