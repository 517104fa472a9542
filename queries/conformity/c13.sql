-- C13: an item with a certificate type whose case has no award of the kind,
-- or one of another organisation, not conferred, or dated after the application. A revoked one was conferred (C14).
-- Grain: one row per approved case in breach.
-- Parameters: none.
with wrong as (
    select *,
    from case_awards
    where not is_own or not is_conferred or is_later
    qualify row_number() over (partition by application_id order by award_id) = 1
),

proven as (
    select application_id,
    from case_awards
    union
    -- the certificate is there, and belongs to the case that was filed first: a second support is C05
    select approved_cases.application_id,
    from approved_cases
    inner join award_claims on approved_cases.item_certificate_type = award_claims.certificate_type
    inner join award_folds
        on award_claims.award_id = award_folds.award_id and approved_cases.certificate_fold = award_folds.certificate_fold
    where coalesce(approved_cases.certificate_type, approved_cases.item_certificate_type) = approved_cases.item_certificate_type
)

select
    'C13' as rule_code,
    'breach' as severity,
    approved_cases.application_id,
    wrong.award_id,
    approved_cases.item_code,
    approved_cases.fund_year,
    approved_cases.approved_yuan as amount_yuan,
    format(
        '{}{}。',
        article_zh(approved_cases.article),
        case
            when wrong.award_id is null then '没有与该件对应的证书或荣誉'
            else format(
                '证书或荣誉 {} {}',
                wrong.award_id,
                concat_ws(
                    '、',
                    case when not wrong.is_own then format('属于其他单位（{}）', coalesce(wrong.organisation, wrong.uscc)) end,
                    case when not wrong.is_conferred then '尚未授予' end,
                    case
                        when wrong.is_later
                            then format(
                                '日期为{}，晚于提交日{}', coalesce(wrong.awarded_on::varchar, format('{}年', wrong.award_year)),
                                approved_cases.submitted_on
                            )
                    end
                )
            )
        end
    ) as explanation,
    format(
        '{}{}.',
        article_en(approved_cases.article),
        case
            when wrong.award_id is null then 'no certificate or honour belongs to this case'
            else format(
                'certificate or honour {} {}',
                wrong.award_id,
                concat_ws(
                    ', ',
                    case
                        when not wrong.is_own
                            then format('is of another organisation ({})', coalesce(wrong.organisation, wrong.uscc))
                    end,
                    case when not wrong.is_conferred then 'is not conferred' end,
                    case
                        when wrong.is_later
                            then format(
                                'dates from {}, after the application of {}',
                                coalesce(wrong.awarded_on::varchar, wrong.award_year::varchar), approved_cases.submitted_on
                            )
                    end
                )
            )
        end
    ) as explanation_en,
    null::varchar as rule_source,
from approved_cases
cross join snapshot_facts
left join wrong using (application_id)
left join proven using (application_id)
where
    approved_cases.item_certificate_type is not null
    and snapshot_facts.reports_awards
    and (wrong.award_id is not null or proven.application_id is null)
order by application_id, award_id;
