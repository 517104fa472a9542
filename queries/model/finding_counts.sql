-- Breaches, cases to check and notes by one key, with the money of the breaches.
-- Grain: one row per key with a finding, as text (null: unknown).
-- Parameters: scope (struct of filters), dimension (article or district).
create macro finding_counts(scope, dimension) as table (
    select
        case dimension when 'article' then article::varchar else district_code end as key,
        count(*) filter (severity = 'breach') as breach_count,
        count(distinct application_id) filter (severity = 'breach') as breach_case_count,
        count(*) filter (severity = 'to_check') as to_check_count,
        count(*) filter (severity = 'note') as note_count,
        coalesce(sum(amount_yuan) filter (severity = 'breach'), 0)::decimal(18, 2) as amount_yuan,
    from findings_judged((scope))
    where not is_missing
    group by case dimension when 'article' then article::varchar else district_code end
);
