-- C11: the kind of the applicant is not one that the policy pays under this item.
-- Grain: one row per approved case in breach.
-- Parameters: none.
select
    'C11' as rule_code,
    'breach' as severity,
    approved_cases.application_id,
    null::varchar as award_id,
    approved_cases.item_code,
    approved_cases.fund_year,
    approved_cases.approved_yuan as amount_yuan,
    format(
        '{}资助对象为{}，该单位类型为{}。', article_zh(approved_cases.article), approved_cases.payee_zh, applicant_kinds.name_zh
    ) as explanation,
    format(
        '{}the support is for {}; the applicant is of the kind "{}".',
        article_en(approved_cases.article), payees.name_en, applicant_kinds.name_en
    ) as explanation_en,
    null::varchar as rule_source,
from approved_cases
inner join payees using (payee_zh)
inner join applicant_kinds using (applicant_kind)
where not list_contains(payees.applicant_kinds, approved_cases.applicant_kind)
order by application_id, award_id;
