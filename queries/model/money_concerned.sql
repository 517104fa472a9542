-- The money that breaches concern, by one key: each case once, with its largest amount; shortfalls apart.
-- A case of which no amount is known is left out; a key whose cases all lack it is null.
-- Grain: one row per key with a breach, as text (null: unknown).
-- Parameters: scope (struct of filters), dimension (total, article, district or month).
create macro money_concerned(scope, dimension) as table (
    with cases as (
        select
            case dimension
                when 'article' then article::varchar
                when 'district' then district_code
                when 'month' then strftime(decided_on, '%Y-%m')
                else 'total'
            end as key,
            application_id,
            max(case when not is_shortfall then amount_yuan end) as amount_yuan,
            max(case when is_shortfall then amount_yuan end) as shortfall_yuan,
            bool_and(is_shortfall) as is_shortfall_alone,
        from findings_judged((scope))
        where not is_missing and severity = 'breach'
        group by key, application_id
    )

    select
        key,
        case
            when bool_and(is_shortfall_alone) then 0
            else sum(amount_yuan)
        end::decimal(18, 2) as amount_yuan,
        case
            when bool_or(shortfall_yuan is not null) then sum(shortfall_yuan)
            else 0
        end::decimal(18, 2) as shortfall_yuan,
    from cases
    group by key
);
