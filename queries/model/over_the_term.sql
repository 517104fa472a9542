-- The scope of the rules: over the whole term the days are not judged, since a case submitted outside the term is a
-- finding and not out of scope.
-- Grain: scalar (struct of filters).
-- Parameters: scope (struct of filters).
create macro over_the_term(scope) as
struct_update(
    scope,
    period_start := case when (scope).is_whole_term then date '0001-01-01' else (scope).period_start::date end,
    period_end := case when (scope).is_whole_term then date '9999-12-31' else (scope).period_end::date end
);
