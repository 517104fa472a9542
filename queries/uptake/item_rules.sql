-- The yearly rules of the selected items as far as they are known, with their sources; nulls are unknown.
-- Grain: one row per item and fund year.
-- Parameters: $scope (the shared filters; only article and item count).
select item_years.*,
from item_years
inner join item_states($scope) as states using (item_code)
where states.is_selected
order by states.item_order, item_years.fund_year;
