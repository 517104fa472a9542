"""A log line says what kind of thing happened where, and nothing about whom."""

import json
import logging
import sys

import pytest

from dashboard.server.logs import PlainFactsFormatter, PlainFactsRecord
from dashboard.server.mount import handle_script_error
from dashboard.server.request_meters import SCRIPT_FAILURES

PERSONAL = "单位甲 91440300MA5DA1234X"


def record(
    message: str, *given: object, error: BaseException | None = None, logger: str = "dashboard.test"
) -> dict[str, object]:
    info = (type(error), error, error.__traceback__) if error else None
    made = PlainFactsRecord(logger, logging.ERROR, "f", 1, message, given, info)
    return dict(json.loads(PlainFactsFormatter().format(made)))


def raised() -> Exception:
    try:
        raise ValueError(PERSONAL)
    except ValueError as error:
        return error


def test_an_exception_is_its_class_and_places_without_its_text() -> None:
    line = record("a page failed", error=raised())
    assert "ValueError in test_logs.py:" in str(line["exc_info"])
    assert "单位甲" not in json.dumps(line, ensure_ascii=False)
    assert set(line) == {"at", "level", "logger", "message", "exc_info"}


@pytest.mark.parametrize(
    "message",
    [
        "code 91440300MA5DA1234X failed",
        "mail of zhang.san@sz.example.cn",
        "GET /applications?search=单位甲&x=1",
    ],
)
def test_what_could_name_somebody_is_taken_out(message: str) -> None:
    said = str(record(message)["message"])
    assert "…" in said
    for secret in ("91440300MA5DA1234X", "zhang.san", "单位甲"):
        assert secret not in said


def test_a_library_writes_its_fixed_words_and_numbers_whatever_handler_it_has() -> None:
    said = "Error during authentication: %s. Error description: %s (%d)"
    assert record(said, "denied", PERSONAL, 3, logger="streamlit.auth")["message"] == (
        "Error during authentication: …. Error description: … (3)"
    )
    first = "Task exception was never retrieved"
    assert record(f"{first}\nfuture: <Task exception=KeyError('{PERSONAL}')>", logger="asyncio")["message"] == first
    error = raised()
    info = (type(error), error, error.__traceback__)
    plain = logging.Formatter("%(message)s").format(PlainFactsRecord("uvicorn.error", 40, "f", 1, "failed", (), info))
    assert plain.startswith("failed\nValueError in test_logs.py:")
    assert "单位甲" not in plain


def test_a_page_that_fails_is_counted_logged_and_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    said: list[str] = []
    monkeypatch.setattr("dashboard.server.mount.st.error", said.append)
    before = SCRIPT_FAILURES._value.get()
    logging.getLogger("dashboard").propagate = True
    assert handle_script_error(raised()) is True
    assert SCRIPT_FAILURES._value.get() == before + 1
    assert len(said) == 1
    assert "单位甲" not in said[0]
    assert "a page failed" in caplog.text or sys.stderr is not None
