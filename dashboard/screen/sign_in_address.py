"""The address of the page that asked for the sign-in, as the picture of nothing that the server keeps it by."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

NOTE = "/sign-in/from"


def picture(path: str, parameters: Mapping[str, Sequence[str]]) -> str:
    """Address of the picture that keeps the page ``path`` (no slash before it) with its parameters."""
    asked = f"/{path}" + (f"?{urlencode(parameters, doseq=True, safe=':,')}" if parameters else "")
    return f"{NOTE}?{urlencode({'to': asked})}"
