-- Breaches, cases to check and notes by one key, with the money of the breaches.
-- All but the notes are null where applications are not reported: nothing was judged; the money also where no amount is known.
-- Grain: one row per key with a finding, as text (null: unknown).
-- Parameters: scope (struct of filters), dimension (article or district).
create macro finding_counts(scope, dimension) as table (
    with keyed as (
        select
            *,
            case dimension when 'article' then article::varchar else district_code end as key,
        from findings_judged((scope))
        where not is_missing
    )

    select
        keyed.key,
        case when snapshot_facts.reports_applications then count(*) filter (keyed.severity = 'breach') end as breach_count,
        case when snapshot_facts.reports_applications then count(distinct keyed.application_id) filter (keyed.severity = 'breach') end
            as breach_case_count,
        case when snapshot_facts.reports_applications then count(*) filter (keyed.severity = 'to_check') end as to_check_count,
        count(*) filter (keyed.severity = 'note') as note_count,
        case
            when not snapshot_facts.reports_applications then null
            when count(*) filter (keyed.severity = 'breach') = 0 then 0
            else sum(keyed.amount_yuan) filter (keyed.severity = 'breach')
        end::decimal(18, 2) as amount_yuan,
    from keyed
    cross join snapshot_facts
    group by keyed.key, snapshot_facts.reports_applications
);
