"""The policy as data: items, yearly rules, districts, clusters, certificate types. Knows no storage and no UI."""

from dashboard.policy.entries import join_sources, split_languages
from dashboard.policy.reference_csv import RegistryError
from dashboard.policy.registry import (
    REFERENCE_DIR,
    Registry,
    ResolvedRule,
    load_registry,
    read_rules_csv,
    rules_from_frame,
    rules_to_frame,
)

__all__ = [
    "REFERENCE_DIR", "Registry", "RegistryError", "ResolvedRule", "join_sources", "load_registry", "read_rules_csv",
    "rules_to_frame", "rules_from_frame", "split_languages",
]  # fmt: skip
