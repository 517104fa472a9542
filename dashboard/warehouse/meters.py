"""What is counted for the people who run the service (Prometheus): requests, query times, cache hits, refusals."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("dashboard_requests", "Answers by kind of route and status.", ["route", "status"])
REQUEST_SECONDS = Histogram("dashboard_request_seconds", "Seconds until the answer began.", ["route"])
REFUSED = Counter("dashboard_refused", "Requests refused before they were answered.", ["reason"])
QUERY_SECONDS = Histogram(
    "dashboard_query_seconds",
    "Seconds a query took that was not in the cache.",
    ["query"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60),
)
QUERY_ANSWERS = Counter(
    "dashboard_query_answers", "Questions asked, and those of them that were not known already.", ["kind"]
)
SESSIONS = Gauge("dashboard_open_pages", "Browser pages that are connected now.")
AUDIT_FAILURES = Counter("dashboard_audit_failures", "Entries that could not be written to the audit.")
SNAPSHOT_AGE = Gauge("dashboard_snapshot_age_seconds", "Seconds since the end of the current snapshot's as-of day.")
SCRIPT_FAILURES = Counter("dashboard_page_failures", "Runs of a page that ended with an unexpected error.")
