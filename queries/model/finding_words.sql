-- Words of the explanations: money and articles as the policy writes them.
-- Amounts in whole hundreds are shown in units of 10,000 yuan, all others to the cent.
-- Grain: scalars.
-- Parameters: yuan (decimal), article (1 to 14).
create macro money_zh(yuan) as
case
    when yuan % 100 = 0 then format('{:,.2f}万元', (yuan / 10000)::double)
    else format('{:,.2f}元', yuan::double)
end;

create macro money_en(yuan) as format('{:,.2f} yuan', yuan::double);

create macro article_zh(article) as
'第（' || list_extract(
    ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十三', '十四'],
    article
) || '）条：';

create macro article_en(article) as format('Article {}: ', article);
