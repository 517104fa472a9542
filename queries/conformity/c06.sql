-- C06: item 10-1 with a score under half of the points, a rank beyond 15, or beyond the fifteenth case of the round.
-- The score is in permille of the points; a missing rank takes a place in the round all the same.
-- Grain: one row per approved case in breach.
-- Parameters: none.
with scored as (
    select
        *,
        row_number() over (
            partition by fund_year
            order by first_sort_on, second_sort_on, application_id
        ) as place,
    from approved_cases
    where item_code = '10-1'
)

select
    'C06' as rule_code,
    'breach' as severity,
    application_id,
    null::varchar as award_id,
    item_code,
    fund_year,
    approved_yuan as amount_yuan,
    format(
        '{}须总分50%以上且排名前15，{}。',
        article_zh(article),
        case
            when score_permille < 500 then format('该单位得分{:.1f}%', score_permille / 10)
            when rank > 15 then format('该单位排名第{}', rank)
            else format('该单位是当年第{}家', place)
        end
    ) as explanation,
    format(
        '{}at least 50 % of the points and a rank within 15 are asked for; {}.',
        article_en(article),
        case
            when score_permille < 500 then format('the score is {:.1f} %', score_permille / 10)
            when rank > 15 then format('the rank is {}', rank)
            else format('this is case {} of the round', place)
        end
    ) as explanation_en,
    null::varchar as rule_source,
from scored
where score_permille < 500 or rank > 15 or place > 15;
