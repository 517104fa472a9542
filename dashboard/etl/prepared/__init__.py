"""The fixed tables of refused, withdrawn and open cases for readers without row rights, small cells hidden."""

from dashboard.etl.prepared.small_numbers import PREPARED, prepared_tables

__all__ = ["PREPARED", "prepared_tables"]
