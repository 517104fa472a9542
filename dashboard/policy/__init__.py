"""The policy as data: items, yearly rules, districts, clusters, certificate types. Knows no storage and no UI."""

from dashboard.policy.entries import joined_sources, said
from dashboard.policy.reference_csv import RegistryError
from dashboard.policy.registry import (
    REFERENCE_DIR,
    Registry,
    ResolvedRule,
    load_registry,
    read_rules_csv,
    rules_frame,
    rules_from_frame,
)

__all__ = [
    "REFERENCE_DIR", "Registry", "RegistryError", "ResolvedRule", "joined_sources", "load_registry", "read_rules_csv",
    "rules_frame", "rules_from_frame", "said",
]  # fmt: skip
