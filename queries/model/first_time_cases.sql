-- Approved cases of first-time items with the honour that each claims, in the order in which they came first.
-- `claimed_on` and `claimed_until` are the first and last possible day of that honour (else the day of the event, else of the
-- application); `order_on` is its day, else that of the event, else of the decision.
-- Grain: one row per approved case of a first-time item.
-- Parameters: none.
create view first_time_cases as
with claimed as (
    select
        application_id,
        min(first_possible_on) as first_possible_on,
        min(last_possible_on) as last_possible_on,
    from case_awards
    group by application_id
)

select
    approved_cases.*,
    coalesce(claimed.first_possible_on, approved_cases.event_on, approved_cases.submitted_on) as claimed_on,
    coalesce(claimed.last_possible_on, approved_cases.event_on, approved_cases.submitted_on) as claimed_until,
    coalesce(claimed.first_possible_on, approved_cases.event_on, approved_cases.first_sort_on) as order_on,
from approved_cases
left join claimed using (application_id)
where approved_cases.first_time_only;
