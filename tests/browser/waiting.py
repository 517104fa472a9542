"""What a reader does in a browser, each step once the page has come to rest; tests take no other way.

A page at rest has answered every question it sent: no run is asked for or under way, nothing on it is of a former run,
no chart is being drawn. A click before that may meet what is replaced in the same moment, and is lost.
"""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, Position, expect

from tests.patience import HANG_MS, eventually

# Streamlit shows that a run goes on once the server says so. Until then only what was sent tells that one was asked for:
# a message rerun_script (field 11) is answered by new_session (4) and script_finished (6), but for the runs that a
# fragment asks for by itself (field 6 of the question), which the server may drop.
WATCH = """() => {
  if (window.questions) return;
  const open = window.questions = { asked: false, begun: false };
  const fields = (bytes) => {
    const found = new Map();
    let at = 0;
    const number = () => {
      let value = 0, factor = 1, byte;
      do { byte = bytes[at++]; value += (byte & 127) * factor; factor *= 128; } while (byte & 128);
      return value;
    };
    while (at < bytes.length) {
      const tag = number();
      const kind = tag & 7;
      if (kind === 0) found.set(tag >> 3, number());
      else if (kind === 2) { const length = number(); found.set(tag >> 3, bytes.subarray(at, at + length)); at += length; }
      else at += kind === 1 ? 8 : 4;
    }
    return found;
  };
  const heard = new WeakSet();
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (content) {
    if (content instanceof Uint8Array) {
      const question = fields(content).get(11);
      if (question && !fields(question).get(6)) Object.assign(open, { asked: true, begun: false });
    }
    if (!heard.has(this)) {
      heard.add(this);
      this.addEventListener("message", ({ data }) => {
        if (!(data instanceof ArrayBuffer)) return;
        const message = fields(new Uint8Array(data));
        if (message.has(4)) open.begun = true;
        // 2: ended early, for the next run
        if (message.has(6) && message.get(6) !== 2 && open.begun) open.asked = false;
      });
    }
    return send.call(this, content);
  };
}"""
AT_REST = """async () => {
  const frame = () => new Promise((done) => { requestAnimationFrame(done); setTimeout(done, 500); });
  await frame();
  await frame();
  const app = document.querySelector(".stApp");
  if (!app) return document.readyState === "complete" && !document.getElementById("root");
  return app.dataset.testScriptState === "notRunning" && !window.questions?.asked
    && !document.querySelector("[data-stale=true], [data-testid=stSkeleton], [data-testid=stAppSkeleton]")
    && [...document.querySelectorAll("[data-testid=stBidiComponentRegular]")].every((part) => part.childElementCount)
    && [...document.querySelectorAll(".chart")].every((chart) => chart.dataset.drawn && !("waiting" in chart.dataset));
}"""


def visit(browser: Browser, **options: Any) -> BrowserContext:
    """A visitor of their own, who waits as long as it takes."""
    context = browser.new_context(**{"locale": "zh-CN", "viewport": {"width": 1440, "height": 900}} | options)
    context.set_default_timeout(HANG_MS)
    context.set_default_navigation_timeout(HANG_MS)
    return context


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1, name=text)).to_be_visible()


def settled(page: Page) -> None:
    """The page has come to rest, and was so twice: what has just begun shows the second time."""
    eventually(lambda: _is_at_rest(page), said="a page at rest", pause=_pause(page))


def _is_at_rest(page: Page) -> bool:
    try:
        page.evaluate(WATCH)
        return bool(page.evaluate(AT_REST) and page.evaluate(AT_REST))
    except Error as error:
        # a page that is left while it is asked was on its way elsewhere
        if "Execution context was destroyed" not in error.message:
            raise
        return False


def until(page: Page, expression: str) -> None:
    """Ask until it is so: the page's security policy forbids the browser's own waiting, which compiles text."""
    eventually(lambda: page.evaluate(expression), said=expression, pause=_pause(page))


def _pause(page: Page) -> Any:
    return lambda seconds: page.wait_for_timeout(seconds * 1_000)


def click(target: Locator, *, at: tuple[float, float] | None = None, **options: Any) -> None:
    """Click; ``at`` counts pixels from the target's corner, whatever lies over it there (a chart's marks, a grid)."""
    settled(target.page)
    target.click(**({"position": Position(x=at[0], y=at[1]), "force": True} if at else {}) | options)


def click_middle(target: Locator) -> None:
    """Click into the middle of a mark that lies under the layer on which a chart listens."""
    settled(target.page)
    target.click(force=True)


def hover(target: Locator, **options: Any) -> None:
    settled(target.page)
    target.hover(**options)


def fill(target: Locator, text: str) -> None:
    settled(target.page)
    target.fill(text)


def press(target: Locator | Page, key: str) -> None:
    """Press a key in the target, or where the page's focus is."""
    if isinstance(target, Page):
        settled(target)
        target.keyboard.press(key)
    else:
        settled(target.page)
        target.press(key)


def write(page: Page, text: str) -> None:
    """Write where the focus is."""
    settled(page)
    page.keyboard.type(text, delay=20)


def back(page: Page) -> None:
    settled(page)
    page.go_back()


def resize(page: Page, *, width: int, height: int) -> None:
    settled(page)
    page.set_viewport_size({"width": width, "height": height})
    settled(page)


HURRY = """async ([target, action]) => {
  const frame = () => new Promise((done) => { requestAnimationFrame(done); setTimeout(done, 500); });
  target.click();
  // by now the browser has sent what the click asks for; it stands still as long as the next step takes
  await frame();
  await frame();
  return ACTION;
}"""


def hurry(first: Locator, then: Any, action: str) -> Any:
    """Click, and two frames later do an ``action`` on ``then``: sooner than an answer comes back from a server far away."""
    settled(first.page)
    found = then.element_handle() if isinstance(then, Locator) else then
    return first.page.evaluate(HURRY.replace("ACTION", action), [first.element_handle(), found])
