-- History of every organisation with an approved case: earliest approval and approvals within the policy term,
-- by each date basis; what first-time and repeat beneficiaries are judged on.
-- Grain: one row per uscc.
-- Parameters: none.
create table organisations as
select
    uscc,
    min(submitted_on) as first_submitted_on,
    min(decided_on) as first_decided_on,
    min(paid_on) as first_paid_on,
    count(*) filter (submitted_on between policy_term.start_on and policy_term.end_on) as term_submitted_count,
    count(*) filter (decided_on between policy_term.start_on and policy_term.end_on) as term_decided_count,
    count(*) filter (paid_on between policy_term.start_on and policy_term.end_on) as term_paid_count,
from applications
cross join policy_term
where status in ('approved', 'publicised', 'granted', 'paid', 'revoked')
group by uscc;
