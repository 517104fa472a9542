"""The commands ``compile`` and ``spark-subset``."""

import argparse
from collections.abc import Callable

from dashboard.warehouse.catalogue import QueryError


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands."""
    add("compile", help="compile the counting for this machine, once per installation").set_defaults(run=_compile)
    add("spark-subset", help="name what in the queries Spark would read differently").set_defaults(run=_spark_subset)


def _compile(options: argparse.Namespace) -> None:
    from dashboard.warehouse.cube.compilation import compile_kernels

    compile_kernels()


def _spark_subset(options: argparse.Namespace) -> int:
    """Print a sentence for each thing; 1 if there is anything."""
    try:
        from dashboard.warehouse.spark.subset import find_problems
    except ImportError as error:
        raise QueryError(
            "没有安装 sqlglot：pip install -r requirements-spark.txt。",
            "sqlglot is not installed: pip install -r requirements-spark.txt.",
        ) from error
    found = find_problems()
    for problem in found:
        print(problem)
    return 1 if found else 0
