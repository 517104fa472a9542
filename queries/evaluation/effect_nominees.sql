-- Winners and nominees of the quality awards of article 9 with the organisation's outcome around the year of the award.
-- A winner holds a conferred award; a nominee only a conferred nomination, or was shortlisted or preliminary and no more.
-- Awards without a credit code cannot be linked to outcomes: they are rows without values, for which `has_code` is false.
-- Grain: one row per organisation (by credit code, else by name); it is not named.
-- Parameters: $scope (the shared filters), $indicator = "" (an indicator of the outcomes).
with awarded as (
    select
        coalesce(judged.uscc, judged.organisation, judged.award_id) as organisation_key,
        judged.uscc is not null as has_code,
        judged.decision_status = 'conferred' and judged.certificate_type not like '%nomination' as is_winner,
        coalesce(year(judged.awarded_on), judged.award_year) as award_year,
    from awards_judged($scope) as judged
    where
        judged.is_judgeable
        and not judged.is_missing
        and judged.certificate_type like '%quality_award%'
        and judged.decision_status in ('conferred', 'shortlisted', 'preliminary')
),

organisations_of as (
    select
        organisation_key,
        bool_or(has_code) as has_code,
        bool_or(is_winner) as is_winner,
        -- a winner's year is that of the first award won, a nominee's that of the first nomination
        coalesce(min(award_year) filter (is_winner), min(award_year)) as award_year,
    from awarded
    where award_year is not null
    group by organisation_key
)

select
    organisations_of.is_winner,
    organisations_of.award_year,
    organisations_of.has_code,
    max(outcomes.value) filter (outcomes.year = organisations_of.award_year - 2) as earlier_value,
    max(outcomes.value) filter (outcomes.year = organisations_of.award_year - 1) as before_value,
    max(outcomes.value) filter (outcomes.year = organisations_of.award_year + 1) as after_value,
from organisations_of
left join outcomes
    on organisations_of.organisation_key = outcomes.uscc and organisations_of.has_code and outcomes.indicator = $indicator
group by organisations_of.organisation_key, organisations_of.is_winner, organisations_of.award_year, organisations_of.has_code
order by organisations_of.is_winner, organisations_of.award_year, after_value;
