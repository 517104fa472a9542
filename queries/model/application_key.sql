-- The key of one breakdown, as text; null is the unknown (or, for clusters and certificates, "in none").
-- Grain: scalar.
-- Parameters: dimension (total, item, group, district, cluster, certificate, month, route) and the columns it may take.
create macro application_key(dimension, item_code, item_group, district_code, cluster_code, certificate_type, basis_on, route) as
case dimension
    when 'item' then item_code
    when 'group' then item_group
    when 'district' then district_code
    when 'cluster' then cluster_code
    when 'certificate' then certificate_type
    when 'month' then strftime(basis_on, '%Y-%m')
    when 'route' then route
    else 'total'
end;
