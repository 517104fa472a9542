-- C10: other support of the city declared for the same matter (article 14: no support twice).
-- Words such as 无, 否, 不涉及, N/A declare none; 是 or 有 without a reference is to be checked.
-- Grain: one row per approved case that declares other support.
-- Parameters: none.
with answered as (
    select
        approved_cases.application_id,
        min(declared_words.means) as means,
    from approved_cases
    inner join declared_words
        on approved_cases.support_fold = declared_words.word_fold
        or (declared_words.match = 'beginning' and starts_with(approved_cases.support_fold, declared_words.word_fold))
    group by approved_cases.application_id
)

select
    'C10' as rule_code,
    case when answered.means = 'some' then 'to_check' else 'breach' end as severity,
    approved_cases.application_id,
    null::varchar as award_id,
    approved_cases.item_code,
    approved_cases.fund_year,
    approved_cases.approved_yuan as amount_yuan,
    case
        when answered.means = 'some'
            then format('第（十四）条：不与其他市级资助重复，该件申报“{}”而未写明是哪一项，请核对。', approved_cases.other_support_ref)
        else format('第（十四）条：不与其他市级资助重复，该件申报了“{}”。', approved_cases.other_support_ref)
    end as explanation,
    case
        when answered.means = 'some'
            then format(
                'Article 14: not together with other support of the city; the case answers "{}" without saying which: please check.',
                approved_cases.other_support_ref
            )
        else format(
            'Article 14: not together with other support of the city; the case declares "{}".', approved_cases.other_support_ref
        )
    end as explanation_en,
    null::varchar as rule_source,
from approved_cases
left join answered using (application_id)
where approved_cases.support_fold is not null and coalesce(answered.means, 'some') = 'some'
order by application_id, award_id;
