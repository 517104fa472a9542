-- Rows in quarantine by file, sheet and rule; a row that breaks two rules stands under both.
-- Grain: one row per file, sheet and rule.
-- Parameters: none.
select
    file as source_file,
    sheet as source_sheet,
    rule as quarantine_rule,
    count(distinct row) as row_count,
    count(*) as line_count,
from quarantine
group by file, sheet, rule
order by row_count desc, file, sheet, rule;
