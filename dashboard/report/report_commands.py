"""The commands ``report`` (the same report without a browser) and ``report-template``."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.errors import ReaderError
from dashboard.questions.filter_options import add_filter_options, filters_of

if TYPE_CHECKING:
    from dashboard.store.evaluations import Evaluation


class OutputError(ReaderError):
    """The folder or file cannot be written."""


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands."""
    report = add("report", help="write the periodic report: Word, PDF and Excel")
    add_filter_options(report)
    report.add_argument("--to", default=".", metavar="DIR", help="folder for the three files (default: here)")
    report.add_argument("--evaluation", metavar="ID[:VERSION]", help="a kept evaluation; brings its snapshot and filters")
    report.add_argument("--template", metavar="FILE", help="an own Word template")
    report.set_defaults(run=_write_report)
    template = add("report-template", aliases=["template"], help="write the built-in Word template, to be changed")
    template.add_argument("--to", required=True, metavar="FILE", help="name of the .docx file")
    template.set_defaults(run=_write_template)


def _write_report(options: argparse.Namespace) -> None:
    """Build the report and write its three files; progress goes to a terminal, the names of the files to standard output.

    A kept evaluation brings its snapshot and filters, unless the call names others.
    """
    # the libraries of the three formats are loaded when a report is asked for
    from dashboard.report.builder import build_report, find_office_template
    from dashboard.report.document import Request

    evaluation = _find_evaluation(options.evaluation, data=options.data)
    if evaluation is not None:
        options.snapshot = options.snapshot or evaluation.snapshot
        for name, values in evaluation.parameters.items():
            setattr(options, name, getattr(options, name) or values)
    filters = filters_of(options)
    folder = Path(options.to)
    template = Path(options.template) if options.template else find_office_template(options.data)
    if template is not None and not template.is_file():
        raise _unwritable_error(f"没有找到模板文件“{template}”。", f"There is no template file '{template}'.")
    _check_writable(folder)
    files = build_report(Request(filters, options.lang or "zh", evaluation), template=template, progress=_make_progress())
    for name, content in files.named().items():
        try:
            (folder / name).write_bytes(content)
        except OSError as error:
            raise _unwritable_error(f"无法写入“{folder / name}”。", f"'{folder / name}' cannot be written.") from error
        print(folder / name)


def _write_template(options: argparse.Namespace) -> None:
    from dashboard.report.word_template import make_template

    try:
        Path(options.to).write_bytes(make_template(options.lang or "zh"))
    except OSError as error:
        raise _unwritable_error(f"无法写入“{options.to}”。", f"'{options.to}' cannot be written.") from error


def _find_evaluation(text: str | None, *, data: Path) -> "Evaluation | None":
    """The evaluation named ``ID`` or ``ID:VERSION``.

    Raises:
        EvaluationError: it is not a number, or there is no such evaluation.
    """
    if not text:
        return None
    from dashboard.store.database import database_url, open_database
    from dashboard.store.evaluations import EvaluationError, Evaluations

    key, _colon, version = text.partition(":")
    if not key.isdecimal() or (version and not version.isdecimal()) or max(len(key), len(version)) > 9:
        raise EvaluationError(
            "--evaluation 须为编号或“编号:版本”，例如 3 或 3:2。",
            "--evaluation takes a number or NUMBER:VERSION, e.g. 3 or 3:2.",
        )
    return Evaluations(open_database(database_url(data=data))).get(int(key), int(version) if version else None)


def _check_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable_error(f"文件夹“{folder}”无法建立。", f"The folder '{folder}' cannot be made.") from error


def _make_progress() -> Callable[[int, int, str], None]:
    """A line that is overwritten on a terminal; nothing elsewhere, so that logs stay short."""

    def tell(place: int, steps: int, name: str) -> None:
        if sys.stderr.isatty():
            print(
                f"\r\033[K[{place + 1}/{steps}] {name} ...",
                end="\n" if place + 1 == steps else "",
                file=sys.stderr,
                flush=True,
            )

    return tell


def _unwritable_error(zh: str, en: str) -> OutputError:
    return OutputError(zh, en)
