-- The certificates on which the approved cases rest, by kind and folded number.
-- Grain: one row per approved case and certificate of known number.
-- Parameters: none.
create view case_certificates as
select
    application_id,
    certificate_type,
    certificate_fold,
    first_sort_on,
    second_sort_on,
from approved_cases
where certificate_type is not null and certificate_fold is not null
union
-- a case that states no number is known by the certificate that names the case
select
    approved_cases.application_id,
    award_claims.certificate_type,
    award_folds.certificate_fold,
    approved_cases.first_sort_on,
    approved_cases.second_sort_on,
from approved_cases
inner join award_links using (application_id)
inner join award_claims on award_links.award_id = award_claims.award_id
inner join award_folds on award_links.award_id = award_folds.award_id
where award_links.link_rank = 1 and approved_cases.certificate_fold is null and award_folds.certificate_fold is not null;
