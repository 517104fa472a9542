-- The honours and certificates that a finding rests on: those of the case and the one that the finding names.
-- Grain: one row per award.
-- Parameters: $application_id = null (text), $award_id = null (text).
select
    awards.award_id,
    awards.certificate_type,
    awards.certificate_no,
    coalesce(awards.organisation, awards.project_title) as organisation,
    awards.uscc,
    awards.awarded_on,
    awards.award_year,
    awards.valid_until,
    awards.decision_status,
    awards.document_no,
    awards.source_url,
from awards
where
    awards.award_id = $award_id
    or exists (
        select 1,
        from case_awards
        where case_awards.award_id = awards.award_id and case_awards.application_id = $application_id
    )
order by awards.awarded_on nulls last, awards.award_id;
