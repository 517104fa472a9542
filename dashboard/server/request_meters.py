"""What is counted of requests and pages for the people who run the service (Prometheus)."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("dashboard_requests", "Answers by kind of route and status.", ["route", "status"])
REQUEST_SECONDS = Histogram("dashboard_request_seconds", "Seconds until the answer began.", ["route"])
REFUSED = Counter("dashboard_refused", "Requests refused before they were answered.", ["reason"])
SESSIONS = Gauge("dashboard_open_pages", "Browser pages that are connected now.")
SNAPSHOT_AGE = Gauge("dashboard_snapshot_age_seconds", "Seconds since the end of the current snapshot's as-of day.")
SCRIPT_FAILURES = Counter("dashboard_page_failures", "Runs of a page that ended with an unexpected error.")
FAILURES = Counter("dashboard_request_failures", "Requests and connections of pages that ended with an unexpected error.")
