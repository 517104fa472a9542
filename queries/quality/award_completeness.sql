-- How many of the cells of honours and certificates that should hold a value do, by column.
-- A year stands in for a date of award; a cell of the last three columns is expected of every row.
-- Grain: one row per column; no row where awards are not reported.
-- Parameters: none.
with counts as (
    select
        unnest(
            [
                {'c': 'organisation', 'expected': count(*), 'filled': count(organisation)},
                {'c': 'uscc', 'expected': count(organisation), 'filled': count(uscc)},
                {'c': 'district_registered', 'expected': count(organisation), 'filled': count(district_registered)},
                {
                    'c': 'awarded_on',
                    'expected': count_if(decision_status in ('conferred', 'revoked')),
                    'filled': count_if(decision_status in ('conferred', 'revoked') and (awarded_on is not null or award_year is not null))
                },
                {'c': 'source_type', 'expected': count(*), 'filled': count(source_type)},
                {'c': 'source_url', 'expected': count(*), 'filled': count(source_url)},
                {'c': 'document_no', 'expected': count(*), 'filled': count(document_no)},
            ]
        ) as cell,
    from awards
)

select
    (cell).c as column_name,
    (cell).expected::bigint as expected_count,
    (cell).filled::bigint as filled_count,
    (cell).filled / (cell).expected as completeness,
from counts
where (cell).expected > 0;
