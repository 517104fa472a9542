-- Rounds that evidently took place: an item and fund year with applications was open, whatever the guides leave unsaid.
-- Grain: one row per item and fund year with an application.
-- Parameters: none.
create table observed_rounds as
select distinct
    item_code,
    fund_year,
from applications;
