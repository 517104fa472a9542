-- Scored applications of item 10-1 with the applicant's outcome around the fund year: what a discontinuity needs.
-- An organisation counts once, with its first scored application in the scope; it is not named.
-- Grain: one row per organisation with a score or a rank.
-- Parameters: $scope (the shared filters), $indicator = "" (an indicator of the outcomes).
with scored as (
    select
        uscc,
        fund_year,
        score_permille,
        rank,
        is_approved,
    from applications_judged($scope, ($scope).date_basis)
    where not is_missing and item_code = '10-1' and coalesce(score_permille, rank) is not null
    qualify row_number() over (partition by uscc order by fund_year, submitted_on, application_id) = 1
)

select
    scored.fund_year,
    scored.score_permille,
    scored.rank,
    scored.is_approved,
    max(outcomes.value) filter (outcomes.year = scored.fund_year - 2) as earlier_value,
    max(outcomes.value) filter (outcomes.year = scored.fund_year - 1) as before_value,
    max(outcomes.value) filter (outcomes.year = scored.fund_year + 1) as after_value,
from scored
left join outcomes on scored.uscc = outcomes.uscc and outcomes.indicator = $indicator
group by scored.uscc, scored.fund_year, scored.score_permille, scored.rank, scored.is_approved
order by scored.fund_year, scored.rank, scored.score_permille, after_value;
