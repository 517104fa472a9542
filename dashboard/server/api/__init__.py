"""The data API under ``/api/v1``: the queries of the pages under the filter names of the address bar, read only."""

from dashboard.server.api.routes import API

__all__ = ["API"]
