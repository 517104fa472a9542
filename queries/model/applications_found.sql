-- Applications in the scope that a text is a part of: name, credit code, project title, application or certificate number.
-- Capital and small letters are alike; without a text all that can be judged are found.
-- Grain: one row per application.
-- Parameters: scope (struct of filters), search (text or null).
create macro applications_found(scope, search) as table (
    select *,
    from applications_judged((scope), (scope).date_basis)
    where
        not is_missing
        and (
            search is null
            or contains(lower(applicant), lower(search))
            or contains(lower(uscc), lower(search))
            or contains(lower(project_title), lower(search))
            or contains(lower(application_id), lower(search))
            or contains(lower(certificate_no), lower(search))
        )
);
