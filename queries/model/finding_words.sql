-- Words of the explanations: money and articles as the policy writes them.
-- Amounts in whole hundreds are shown in units of 10,000 yuan, all others to the cent.
-- Grain: scalars.
-- Parameters: yuan (decimal), article (1 to 14), ratio (0 to 1, shown in per cent with four digits).
create macro money_zh(yuan) as
case
    when yuan = 0 then '0元'
    when yuan % 100 = 0 then format('{:,.2f}万元', (yuan / 10000)::double)
    else format('{:,.2f}元', yuan::double)
end;

create macro money_en(yuan) as (format('{:,.2f} yuan', yuan::double));

create macro article_zh(article) as (
    format(
        '第（{}）条：',
        list_extract(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十三', '十四'], article)
    )
);

create macro article_en(article) as (format('Article {}: ', article));

create macro percent_words(ratio) as (
    rtrim(
        rtrim(
            case
                when ratio >= 0.1 then (ratio * 100)::decimal(9, 2)::varchar
                when ratio >= 0.01 then (ratio * 100)::decimal(9, 3)::varchar
                else (ratio * 100)::decimal(9, 4)::varchar
            end,
            '0'
        ),
        '.'
    )
);
