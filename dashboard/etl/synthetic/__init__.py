"""A seeded synthetic snapshot, shaped by the registry: the same arguments give the same bytes."""

from dashboard.etl.synthetic.generate import publish_synthetic

__all__ = ["publish_synthetic"]
