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
    ),

    counted as (
        select
            key,
            count(*) filter (severity = 'breach') as breach_count,
            count(distinct application_id) filter (severity = 'breach') as breach_case_count,
            count(*) filter (severity = 'to_check') as to_check_count,
            count(*) filter (severity = 'note') as note_count,
        from keyed
        group by key
    )

    select
        counted.key,
        case when snapshot_facts.reports_applications then counted.breach_count end as breach_count,
        case when snapshot_facts.reports_applications then counted.breach_case_count end as breach_case_count,
        case when snapshot_facts.reports_applications then counted.to_check_count end as to_check_count,
        counted.note_count,
        case
            when not snapshot_facts.reports_applications then null
            when counted.breach_count = 0 then 0
            else money.amount_yuan
        end::decimal(18, 2) as amount_yuan,
        case
            when not snapshot_facts.reports_applications then null
            when counted.breach_count = 0 then 0
            else money.shortfall_yuan
        end::decimal(18, 2) as shortfall_yuan,
    from counted
    cross join snapshot_facts
    left join money_concerned((scope), dimension) as money on counted.key is not distinct from money.key
);
