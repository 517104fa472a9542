"""Tests hold on a busy machine: nothing is judged by the clock on the wall, and no reader acts on a page in motion."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.settings import PROJECT_DIR

TESTS = sorted((PROJECT_DIR / "tests").rglob("*.py"))
HELPERS = {"tests/patience.py", "tests/browser/waiting.py"}
# a pause of a random length before a kill is no waiting for anything
SLEEPS_AT_RANDOM = {"tests/etl/intake/test_killed.py"}
CLOCKS = {"monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "elapsed"}
ACTS = {
    "check", "click", "dblclick", "drag_to", "fill", "go_back", "go_forward", "hover", "insert_text", "press",
    "press_sequentially", "select_option", "set_checked", "set_input_files", "set_viewport_size", "tap", "type", "uncheck",
    "wait_for_timeout", "new_context",
}  # fmt: skip
BOUNDS = {"timeout", "default_timeout"}


def faults(text: str, *, sleeps: bool = False) -> list[str]:
    """What a test does that a busy machine turns into a failure, each with its line."""
    tree = ast.parse(text)
    in_browser = "playwright" in text
    return sorted(
        f"{node.lineno}: {said}" for node in ast.walk(tree) for said in _faults(node, in_browser=in_browser, sleeps=sleeps)
    )


def _faults(node: ast.AST, *, in_browser: bool, sleeps: bool) -> Iterator[str]:
    if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
        yield f"reads the clock: {node.attr}"
    if isinstance(node, ast.ImportFrom) and node.module == "time":
        yield "takes a clock by its bare name"
    if not isinstance(node, ast.Call):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if name in ("sleep", "Timer") and not sleeps:
        yield f"waits a fixed time: {name}"
    if in_browser and name in ACTS:
        yield f"acts on a page that may be in motion: {name}"
    for given in node.keywords:
        if given.arg in BOUNDS and any(isinstance(part, ast.Constant) for part in ast.walk(given.value)):
            yield f"has a bound of its own: {given.arg}"
    if name == "wait" and any(isinstance(given, ast.Constant) for given in node.args):
        yield "has a bound of its own: wait"


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.relative_to(PROJECT_DIR / "tests").as_posix())
def test_a_busy_machine_fails_no_test(path: Path) -> None:
    name = path.relative_to(PROJECT_DIR).as_posix()
    text = path.read_text(encoding="utf-8")
    assert name in HELPERS or faults(text, sleeps=name in SLEEPS_AT_RANDOM) == []


@pytest.mark.parametrize("fault", [
    "begun = time.monotonic()\nassert time.monotonic() - begun < 30", "assert answer.elapsed.total_seconds() < 0.03",
    "from time import perf_counter", "time.sleep(1)", "threading.Timer(0.1, release.set).start()", "process.wait(30)",
    "process.wait(timeout=20)", "httpx.get(url, timeout=30)", "expect(link).to_be_visible(timeout=15_000)",
    "AppTest.from_file(path, default_timeout=2 * 30)", "page.get_by_role('tab').click()", "page.mouse.click(1, 2)",
    "page.keyboard.press('Tab')", "box.fill('x')", "page.wait_for_timeout(800)", "browser.new_context()",
])  # fmt: skip
def test_each_kind_of_fault_is_found(fault: str) -> None:
    assert faults(f"import playwright\n{fault}")


@pytest.mark.parametrize("sound", [
    "click(page.get_by_role('tab'))", "httpx.get(url, timeout=HANG_SECONDS)", "eventually(lambda: seen)",
    "person(exp=time.time() + 600)", "timedelta(seconds=waited)", "stop.wait(LOOK_SECONDS)",
])  # fmt: skip
def test_what_waits_as_long_as_it_takes_is_sound(sound: str) -> None:
    assert faults(f"import playwright\n{sound}") == []
