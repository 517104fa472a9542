-- How far a case came, from 0 (submitted) over accepted, reviewed, approved, publicised and granted to 6 (paid).
-- A stage is reached when its date is known or the status implies it, so that no later stage is reached by more cases.
-- Grain: scalar.
-- Parameters: status, whether it is approved, and the dates of the stages after the submission.
create macro stage_reached(status, is_approved, accepted_on, reviewed_on, publicised_on, granted_on, paid_on) as
case
    when paid_on is not null or status = 'paid' then 6
    when granted_on is not null or status = 'granted' then 5
    when is_approved and (publicised_on is not null or status = 'publicised') then 4
    when is_approved then 3
    when status = 'rejected' or reviewed_on is not null then 2
    when accepted_on is not null or status in ('accepted', 'under_review') then 1
    else 0
end;
