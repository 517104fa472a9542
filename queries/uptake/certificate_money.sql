-- Money per certificate and what became of the certificates of each type.
-- Grain: one row per certificate type with approved applications or revoked awards in the scope.
-- Parameters: $scope (the shared filters).
with paid as (
    select
        judged.certificate_type,
        sum(case when items.units_count then judged.units else 1 end) as approved_units,
        sum(judged.approved_yuan) as approved_yuan,
    from applications_judged($scope, ($scope).date_basis) as judged
    inner join items using (item_code)
    where
        not judged.is_missing
        and judged.is_approved
        and judged.approved_yuan is not null
        and judged.certificate_type is not null
    group by all
),

revoked as (
    select
        certificate_type,
        count(*) as revoked_count,
    from awards_judged($scope)
    where is_judgeable and not is_missing and decision_status = 'revoked'
    group by all
)

select
    certificate_type,
    coalesce(revoked.revoked_count, 0) as revoked_award_count,
    paid.approved_units::bigint as approved_units_count,
    (paid.approved_yuan / paid.approved_units)::decimal(18, 2) as per_certificate_yuan,
from paid
full join revoked using (certificate_type)
order by certificate_type;
