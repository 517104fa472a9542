-- The approved cases that a finding rests on: the case itself and the earlier ones that it is judged with.
-- C04, C07: same organisation and item; C05: same certificate or project; C06, C08: the round; K02, K03: the name or code.
-- At most 200, the nearest before the case; the case itself is the last of those that count.
-- Grain: one row per approved case.
-- Parameters: $rule_code = "C04" (text), $application_id = null (text).
with judged as (
    select *,
    from approved_cases
    where application_id = $application_id
),

concerned as (
    select approved_cases.*,
    from approved_cases
    cross join judged
    where
        approved_cases.application_id = judged.application_id
        or (
            $rule_code in ('C04', 'C07')
            and approved_cases.item_code = judged.item_code
            and approved_cases.uscc = judged.uscc
            and ($rule_code = 'C04' or approved_cases.fund_year = judged.fund_year)
        )
        or (
            $rule_code = 'C05'
            and (
                (approved_cases.certificate_type = judged.certificate_type and approved_cases.certificate_no = judged.certificate_no)
                or (approved_cases.uscc = judged.uscc and approved_cases.project_title = judged.project_title)
            )
        )
        or (
            $rule_code in ('C06', 'C08')
            and approved_cases.fund_year = judged.fund_year
            and (
                approved_cases.item_code = judged.item_code
                or ($rule_code = 'C08' and approved_cases.item_group = judged.item_group)
            )
        )
        or ($rule_code = 'K02' and approved_cases.applicant = judged.applicant)
        or ($rule_code = 'K03' and approved_cases.uscc = judged.uscc)
),

nearest as (
    select concerned.*,
    from concerned
    cross join judged
    where
        concerned.first_sort_on < judged.first_sort_on
        or (
            concerned.first_sort_on = judged.first_sort_on
            and (
                concerned.second_sort_on < judged.second_sort_on
                or (concerned.second_sort_on = judged.second_sort_on and concerned.application_id <= judged.application_id)
            )
        )
    qualify row_number() over (
        order by concerned.first_sort_on desc, concerned.second_sort_on desc, concerned.application_id desc
    ) <= 200
)

select
    application_id,
    fund_year,
    item_code,
    status,
    applicant,
    uscc,
    certificate_no,
    project_title,
    units,
    submitted_on,
    decided_on,
    publicised_on,
    granted_on,
    paid_on,
    approved_yuan,
    paid_yuan,
    clawback_yuan,
from nearest
order by first_sort_on, second_sort_on, application_id;
