"""Logs for machines: one JSON object a line on standard error, without personal data.

The text of an exception may quote a row; only its class and the places in the code are written.
"""

import logging
import re
import sys
import traceback
from typing import Any

from pythonjsonlogger.json import JsonFormatter

# a credit code, an e-mail address, what stands behind the question mark of an address
PERSONAL = re.compile(r"\b[0-9A-HJ-NP-RTUWXY]{18}\b|[\w.+-]+@[\w-]+(\.[\w-]+)+|\?[^\s\"']+")
OWN = ("dashboard", "uvicorn", "streamlit")


class PlainFactsFormatter(JsonFormatter):
    """Time, level, logger, message and the fields given; exceptions as class and places."""

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s",
            json_ensure_ascii=False,
            rename_fields={"asctime": "at", "levelname": "level", "name": "logger"},
            datefmt="%Y-%m-%dT%H:%M:%S%z",
        )

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name logging gives it
        """Class and places of an exception, without its text."""
        kind, _error, trace = ei
        places = [
            f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)
        ]
        return f"{kind.__name__ if kind else 'unknown'} in {' > '.join(places[-12:])}"

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Take out what could name somebody."""
        message = log_data.get("message")
        return log_data | ({"message": PERSONAL.sub("…", message)} if isinstance(message, str) else {})


def write_json_logs(level: str) -> None:
    """Give every logger of this process the formatter: ours and those of Streamlit and uvicorn, which keep own handlers."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PlainFactsFormatter())
    own = logging.getLogger("dashboard")
    own.handlers, own.propagate = [handler], False
    own.setLevel(level)
    loggers = [found for found in logging.Logger.manager.loggerDict.values() if isinstance(found, logging.Logger)]
    for logger in loggers:
        if logger.name.startswith(OWN):
            for known in logger.handlers:
                known.setFormatter(handler.formatter)
