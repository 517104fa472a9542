-- C15: a by-rule item without an approved amount, or without the document number of its award (where it has a type).
-- Grain: one row per approved case in breach.
-- Parameters: none.
with documents as (
    select
        application_id,
        min(award_id) filter (document_no is null) as award_id,
        bool_and(document_no is not null) as is_complete,
    from case_awards
    group by application_id
)

select
    'C15' as rule_code,
    'breach' as severity,
    approved_cases.application_id,
    documents.award_id,
    approved_cases.item_code,
    approved_cases.fund_year,
    0::decimal(18, 2) as amount_yuan,
    format(
        '{}按规定扶持，{}。',
        article_zh(approved_cases.article),
        concat_ws(
            '、',
            case when approved_cases.approved_yuan is null then '没有核定金额' end,
            case
                when approved_cases.item_certificate_type is null or not snapshot_facts.reports_awards then null
                when documents.is_complete is null then '没有对应的认定及文号'
                when not documents.is_complete then '认定没有文号'
            end
        )
    ) as explanation,
    format(
        '{}supported by rule; {}.',
        article_en(approved_cases.article),
        concat_ws(
            ', ',
            case when approved_cases.approved_yuan is null then 'no amount was approved' end,
            case
                when approved_cases.item_certificate_type is null or not snapshot_facts.reports_awards then null
                when documents.is_complete is null then 'there is no recognition with a document number'
                when not documents.is_complete then 'the recognition has no document number'
            end
        )
    ) as explanation_en,
    null::varchar as rule_source,
from approved_cases
cross join snapshot_facts
left join documents using (application_id)
where
    approved_cases.payment_kind = 'by_rule'
    and (
        approved_cases.approved_yuan is null
        or (
            approved_cases.item_certificate_type is not null
            and snapshot_facts.reports_awards
            and not coalesce(documents.is_complete, false)
        )
    )
order by application_id, award_id;
