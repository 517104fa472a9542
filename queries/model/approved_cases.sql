-- Cases once approved, which alone the rules of conformity judge, with the item, the yearly rule and what may be paid.
-- `stated_yuan` is amount × units (units count where the item is paid by certificate, matter or project), or the
-- amount of the tier; `first_sort_on` and `second_sort_on` with the key are the order in which limits are used up.
-- Grain: one row per application with status approved, publicised, granted, paid or revoked.
-- Parameters: none.
create view approved_cases as
select
    applications.*,
    application_folds.applicant_fold,
    application_folds.title_fold,
    application_folds.certificate_fold,
    application_folds.support_fold,
    items.article,
    items.item_group,
    items.payment_kind,
    items.amount_yuan as item_amount_yuan,
    items.payee_zh,
    items.first_time_only,
    items.claim_status,
    items.certificate_type as item_certificate_type,
    case when items.units_count then applications.units else 1 end as counted_units,
    case
        when items.payment_kind = 'tiered' then list_extract(items.tiers_yuan, applications.tier)
        when items.units_count then items.amount_yuan * applications.units
        else items.amount_yuan
    end::decimal(18, 2) as stated_yuan,
    item_years.offered,
    item_years.per_applicant_per_year,
    item_years.payment_ratio,
    item_years.window_start,
    item_years.window_end,
    item_years.extra_condition,
    item_year_sources.condition_zh,
    item_year_sources.condition_en,
    item_year_sources.offered_source,
    item_year_sources.limit_source,
    item_year_sources.ratio_source,
    item_year_sources.window_source,
    item_year_sources.condition_source,
    -- a case without a date of decision comes after those that have one
    coalesce(applications.decided_on, date '9999-12-31') as first_sort_on,
    applications.submitted_on as second_sort_on,
from applications
inner join application_folds using (application_id)
inner join items using (item_code)
left join item_years using (item_code, fund_year)
left join item_year_sources using (item_code, fund_year)
where applications.status in ('approved', 'publicised', 'granted', 'paid', 'revoked');
