-- Applications in the scope that a text is a part of: name, credit code, project title, application or certificate number.
-- Capital and small letters are alike; without a text all that can be judged are found.
-- `cases` leaves those that the figure of that name counts (`application_figures`), that reached a stage (`stage_reached`), or,
-- as `missing_count`, those that lack a date, a place or an amount.
-- Grain: one row per application.
-- Parameters: scope (struct of filters), search (text or null), cases (name of a figure or stage, or null for all).
create macro applications_found(scope, search, cases) as table
with bounds as (
    -- numbers of working days never fall from day to day, so that an age is a bound for the day of acceptance
    select
        min(calendar.day) as first_on,
        max(calendar.day) as last_on,
        min(calendar.day) filter (calendar.number >= as_of_day.number - 20) as up_to_20_from,
        min(calendar.day) filter (calendar.number >= as_of_day.number - 40) as up_to_40_from,
        min(calendar.day) filter (calendar.number >= as_of_day.number - 60) as up_to_60_from,
    from working_days as calendar
    cross join snapshot_facts
    inner join working_days as as_of_day on snapshot_facts.as_of = as_of_day.day
),

reached as (
    select
        judged.*,
        stage_reached(
            judged.status, judged.is_approved, judged.accepted_on, judged.reviewed_on, judged.publicised_on, judged.granted_on,
            judged.paid_on
        ) as stage_number,
    from applications_judged((scope), (scope).date_basis) as judged
)

select reached.*,
from reached
cross join bounds
where
    (
        search is null
        or contains(lower(reached.applicant), lower(search))
        or contains(lower(reached.uscc), lower(search))
        or contains(lower(reached.project_title), lower(search))
        or contains(lower(reached.application_id), lower(search))
        or contains(lower(reached.certificate_no), lower(search))
    )
    and case
        when cases = 'missing_count' then
            reached.is_missing
            or reached.requested_yuan is null
            or (reached.is_approved and reached.approved_yuan is null)
            or (reached.status = 'paid' and reached.paid_yuan is null)
        when reached.is_missing then false
        when cases is null then true
        when cases = 'open_count' then reached.is_open
        when cases = 'decided_count' then reached.is_approved or reached.status = 'rejected'
        when cases = 'approved_count' then reached.is_approved
        when cases = 'in_notice_count' then reached.status = 'publicised'
        when cases = 'rejected_count' then reached.status = 'rejected'
        when cases = 'withdrawn_count' then reached.status = 'withdrawn'
        when cases = 'revoked_count' then reached.status = 'revoked'
        when cases = 'ageing_not_accepted_count' then reached.is_open and reached.accepted_on is null
        when cases = 'ageing_up_to_20_count'
            then reached.is_open and reached.accepted_on between bounds.up_to_20_from and bounds.last_on
        when cases = 'ageing_21_to_40_count'
            then reached.is_open and reached.accepted_on >= bounds.up_to_40_from and reached.accepted_on < bounds.up_to_20_from
        when cases = 'ageing_41_to_60_count'
            then reached.is_open and reached.accepted_on >= bounds.up_to_60_from and reached.accepted_on < bounds.up_to_40_from
        when cases = 'ageing_over_60_count'
            then reached.is_open and reached.accepted_on >= bounds.first_on and reached.accepted_on < bounds.up_to_60_from
        when cases = 'reached_accepted' then reached.stage_number >= 1
        when cases = 'reached_reviewed' then reached.stage_number >= 2
        when cases = 'reached_approved' then reached.stage_number >= 3
        when cases = 'reached_publicised' then reached.stage_number >= 4
        when cases = 'reached_granted' then reached.stage_number >= 5
        when cases = 'reached_paid' then reached.stage_number >= 6
        else false
    end;
