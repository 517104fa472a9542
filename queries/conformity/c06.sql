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
        '{}须总分50%（含）以上且排名前15，该单位{}。',
        article_zh(article),
        concat_ws(
            '、',
            case when score_permille < 500 then format('得分{:.1f}%', score_permille / 10) end,
            case when rank > 15 then format('排名第{}', rank) end,
            case when place > 15 then format('为当年第{}家获批单位', place) end
        )
    ) as explanation,
    format(
        '{}at least 50 % of the points and a rank within 15 are asked for; {}.',
        article_en(article),
        concat_ws(
            ', ',
            case when score_permille < 500 then format('the score is {:.1f} %', score_permille / 10) end,
            case when rank > 15 then format('the rank is {}', rank) end,
            case when place > 15 then format('this is approved case {} of the round', place) end
        )
    ) as explanation_en,
    null::varchar as rule_source,
from scored
where score_permille < 500 or rank > 15 or place > 15
order by application_id, award_id;
