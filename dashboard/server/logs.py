"""Logs for machines: one JSON object a line on standard error, without personal data.

The text of an exception may quote a row, and what a library says may quote a reader: of an exception only its class and
the places in the code are written, of a library's message only its fixed words and numbers.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

# a credit code, an e-mail address, what stands behind the question mark of an address
PERSONAL = re.compile(r"\b[0-9A-HJ-NP-RTUWXY]{18}\b|[\w.+-]+@[\w-]+(\.[\w-]+)+|\?[^\s\"']+")
OWN = "dashboard"
MOST_PLACES = 12
Raised = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


class PlainFactsRecord(logging.LogRecord):
    """A record that holds no text of an exception and no text given to a library: safe in whatever way it is written."""

    def __init__(
        self,
        name: str,
        level: int,
        pathname: str,
        lineno: int,
        msg: object,
        args: Any,
        exc_info: Raised | None,
        func: str | None = None,
        sinfo: str | None = None,
    ) -> None:
        if name.partition(".")[0] != OWN:
            # asyncio writes the error itself below its first line
            msg, args = str(msg).partition("\n")[0], _numbers_alone(args)
        super().__init__(name, level, pathname, lineno, msg, args, None, func, sinfo)
        self.exc_text = places(exc_info) if exc_info else None


def _numbers_alone(args: Any) -> Any:
    if isinstance(args, Mapping):
        return {name: value if isinstance(value, (int, float)) else "…" for name, value in args.items()}
    return tuple(value if isinstance(value, (int, float)) else "…" for value in args or ())


def places(raised: Raised) -> str:
    """Class and places of an exception, without its text."""
    kind, _error, trace = raised
    steps = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return f"{kind.__name__ if kind else 'unknown'} in {' > '.join(steps[-MOST_PLACES:])}"


class PlainFactsFormatter(JsonFormatter):
    """Time, level, logger, message and the fields given; exceptions as class and places."""

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s",
            json_ensure_ascii=False,
            rename_fields={"asctime": "at", "levelname": "level", "name": "logger"},
            datefmt="%Y-%m-%dT%H:%M:%S%z",
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Take out what could name somebody."""
        message = log_data.get("message")
        return log_data | ({"message": PERSONAL.sub("…", message)} if isinstance(message, str) else {})


def write_json_logs(level: str) -> None:
    """One way out for every logger of this process; ours write from ``level`` on, the others from their own.

    Loggers that Streamlit makes later keep a handler of their own: what they write is plain text, of the same records.
    """
    logging.setLogRecordFactory(PlainFactsRecord)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PlainFactsFormatter())
    logging.basicConfig(handlers=[handler], force=True)
    for logger in list(logging.Logger.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            for known in tuple(logger.handlers):
                logger.removeHandler(known)
            logger.propagate = True
    logging.getLogger(OWN).setLevel(level)
    threading.excepthook = _log_thread


def _log_thread(failed: threading.ExceptHookArgs) -> None:
    error = failed.exc_value or failed.exc_type()
    logging.getLogger("dashboard.thread").error("a thread failed", exc_info=error.with_traceback(failed.exc_traceback))
