"""``python -m dashboard report`` and ``template``: the same report without a browser."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.errors import ReaderError
from dashboard.questions.filters import Filters

if TYPE_CHECKING:
    from dashboard.store.evaluations import Evaluation


class OutputError(ReaderError):
    """The folder or file cannot be written."""


def add_commands(
    commands: Any, shared: argparse.ArgumentParser, add_filters: Callable[[argparse.ArgumentParser], None]
) -> None:
    """The two commands with their options."""
    report = commands.add_parser("report", parents=[shared], help="write the periodic report: Word, PDF and Excel")
    add_filters(report)
    report.add_argument("--to", default=".", metavar="DIR", help="folder for the three files (default: here)")
    report.add_argument("--evaluation", metavar="ID[:VERSION]", help="a kept evaluation; brings its snapshot and filters")
    report.add_argument("--template", metavar="FILE", help="an own Word template")
    template = commands.add_parser("template", parents=[shared], help="write the built-in Word template, to be changed")
    template.add_argument("--to", required=True, metavar="FILE", help="name of the .docx file")


def write_report(
    options: argparse.Namespace, filters: Filters, *, language: str, evaluation: "Evaluation | None", data: Path
) -> None:
    """Build the report and write its three files; progress goes to a terminal, the names of the files to standard output.

    Raises:
        ReaderError: what cannot be built or written.
    """
    # the libraries of the three formats are loaded when a report is asked for
    from dashboard.report.builder import build_report, office_template
    from dashboard.report.document import Request

    folder = Path(options.to)
    template = Path(options.template) if options.template else office_template(data)
    if template is not None and not template.is_file():
        raise _unwritable(f"没有找到模板文件“{template}”。", f"There is no template file '{template}'.")
    _writable(folder)
    files = build_report(Request(filters, language, evaluation), template=template, progress=_progress())
    for name, content in files.named().items():
        try:
            (folder / name).write_bytes(content)
        except OSError as error:
            raise _unwritable(f"无法写入“{folder / name}”。", f"'{folder / name}' cannot be written.") from error
        print(folder / name)


def write_template(file: str, *, language: str) -> None:
    """Write the built-in Word template.

    Raises:
        OutputError: the file cannot be written.
    """
    from dashboard.report.word_template import word_template

    try:
        Path(file).write_bytes(word_template(language))
    except OSError as error:
        raise _unwritable(f"无法写入“{file}”。", f"'{file}' cannot be written.") from error


def kept_evaluation(text: str | None, *, data: Path) -> "Evaluation | None":
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


def _writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(f"文件夹“{folder}”无法建立。", f"The folder '{folder}' cannot be made.") from error


def _progress() -> Callable[[int, int, str], None]:
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


def _unwritable(zh: str, en: str) -> OutputError:
    return OutputError(zh, en)
