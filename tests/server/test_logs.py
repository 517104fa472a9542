"""A log line says what kind of thing happened where, and nothing about whom."""

import json
import logging
import sys

import pytest

from dashboard.server.logs import PlainFactsFormatter
from dashboard.server.mount import handle_script_error
from dashboard.server.request_meters import SCRIPT_FAILURES

PERSONAL = "单位甲 91440300MA5DA1234X"


def record(message: str, *, error: BaseException | None = None, **extra: object) -> dict[str, object]:
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.getLogger("dashboard.test").makeRecord(
        "dashboard.test", logging.ERROR, "f", 1, message, (), info, extra=extra
    )
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
