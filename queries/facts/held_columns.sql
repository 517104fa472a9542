-- Which columns the files had: one in which no row has a value counts as absent, and accuses nobody.
-- Grain: exactly one row.
-- Parameters: none.
create table held_columns as
select
    count(other_support_ref) > 0 as has_other_support,
    count(decided_on) > 0 as has_decided,
    count(publicised_on) > 0 as has_publicised,
    count(granted_on) > 0 as has_granted,
    count(paid_on) > 0 as has_paid_day,
    count(paid_yuan) > 0 as has_paid,
from applications;
