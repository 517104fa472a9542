"""Numbers as readers see them: 万元 and 亿元, rates with one decimal, counts with separators, dates as ISO.

Null is a dash here; what the dash means (not reported, not offered, unknown) is said beside it, never a zero.
"""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dashboard.presentation.language import current_language
from dashboard.presentation.language import translate as _

DASH = "–"
FEW_CASES = 5
ADDRESS = re.compile(r"(?<=http)(?=s?\\?:)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
MARKS = re.compile(r"[\\`*_\[\]<>~$|]|:(?=[a-z])")


def literal(text: str) -> str:
    """Text as Markdown that shows exactly this text: names, notes and what stood in the address may hold anything."""
    escaped = MARKS.sub(r"\\\g<0>", " ".join(text.split()))
    # a bare address would become a link, whatever is escaped: an invisible joiner keeps it text
    return ADDRESS.sub("\u2060\\g<0>", escaped)


def count(value: int | None) -> str:
    """A count with thousands separators."""
    return DASH if value is None else f"{value:,}"


def money(value: Decimal | float | None) -> str:
    """Yuan in 万元 with one decimal, from 1亿元 on in 亿元 with two; in English in CNY million with two.

    What that would round to nothing is said in yuan, and so is a real nothing.
    """
    if value is None:
        return DASH
    figure, unit = money_parts(value)
    return f"{figure}{unit}" if current_language() == "zh" else f"CNY {figure}{unit}"


def signed_money(value: Decimal | float | None) -> str:
    """A change of money with a true minus sign or a plus."""
    if value is None:
        return DASH
    sign = "−" if value < 0 else "+" if value > 0 else ""
    return sign + money(-value if value < 0 else value)


def money_parts(value: Decimal | float) -> tuple[str, str]:
    """Figure and unit of an amount in yuan, in the current language."""
    amount = Decimal(str(value))
    is_chinese = current_language() == "zh"
    if abs(amount) < (500 if is_chinese else 5_000):
        return _round(amount, "1"), "元" if is_chinese else ""
    if not is_chinese:
        return _round(amount / 1_000_000, "0.01"), "m"
    if abs(amount) >= 100_000_000:
        return _round(amount / 100_000_000, "0.01"), "亿元"
    return _round(amount / 10_000, "0.1"), "万元"


def rate(value: float | None) -> str:
    """A share as a percentage with one decimal."""
    return DASH if value is None else f"{_round(Decimal(str(value)) * 100, '0.1')}%"


def share(part: int | None, whole: int | None) -> str:
    """A rate with its counts; under five cases only the counts (a law of the display)."""
    if part is None or not whole:
        return DASH
    counts = f"{count(part)}/{count(whole)}"
    if whole < FEW_CASES:
        return counts
    return _("label.rate_with_counts", rate=rate(part / whole), counts=counts)


def days(value: float | None) -> str:
    """Working days without needless decimals."""
    if value is None:
        return DASH
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def day(value: date | None) -> str:
    """A date as 2025-06-12."""
    return DASH if value is None else value.isoformat()


def change(current: float | None, earlier: float | None) -> str | None:
    """Relative change with sign and one decimal; None where there is nothing to compare with."""
    if current is None or not earlier:
        return None
    return signed((current - earlier) / earlier * 100, "%")


def signed(value: float, unit: str = "", *, decimals: int = 1) -> str:
    """A change with an arrow, a true sign and its unit; no change has neither arrow nor sign."""
    shown = f"{abs(value):,.{decimals}f}{unit}"
    if float(f"{abs(value):.{decimals}f}") == 0:
        return shown
    return f"↑ +{shown}" if value > 0 else f"↓ −{shown}"


def difference(value: float, unit: str = "", *, decimals: int = 1) -> str:
    """A difference with a true sign and its unit; what rounds to nothing has no sign."""
    shown = f"{abs(value):,.{decimals}f}{unit}"
    return shown if float(f"{abs(value):.{decimals}f}") == 0 else f"{'−' if value < 0 else '+'}{shown}"


def _round(value: Decimal, step: str) -> str:
    return f"{value.quantize(Decimal(step), ROUND_HALF_UP):,}"
