"""What is counted of queries for the people who run the service (Prometheus)."""

from prometheus_client import Counter, Histogram

QUERY_SECONDS = Histogram(
    "dashboard_query_seconds",
    "Seconds a query took that was not in the cache.",
    ["query"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60),
)
QUERY_ANSWERS = Counter(
    "dashboard_query_answers", "Questions asked, and those of them that were not known already.", ["kind"]
)
