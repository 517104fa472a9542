-- All applications of one organisation, whatever the filters.
-- Grain: one row per application, the latest first.
-- Parameters: $uscc = null (credit code).
select
    applications.application_id,
    applications.fund_year,
    applications.item_code,
    applications.applicant,
    applications.status,
    applications.project_title,
    applications.district_registered as district_code,
    applications.certificate_type,
    applications.certificate_no,
    applications.submitted_on,
    applications.decided_on,
    applications.paid_on,
    applications.requested_yuan,
    applications.approved_yuan,
    applications.paid_yuan,
    applications.clawback_yuan,
from applications
where applications.uscc = $uscc
order by applications.submitted_on desc, applications.application_id;
