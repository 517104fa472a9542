"""The table "role × what is seen", made from the rules that the code uses, and what nginx must empty: two commands.

A test holds docs/rights.md to it.
"""

import argparse
from collections.abc import Callable

from dashboard.access.identity import load_access_config
from dashboard.access.rights import RIGHTS, Rights, Role

HEAD = ("role", "figures", "cases listed and named", "official data", "beyond that")
WHO: dict[Role, str] = {
    "public": "`public`: nobody said who reads (default of the code)",
    "open": "`open`: no sign-in configured, this machine only",
    "leader": "`leader`",
    "district": "`district`, with one or more areas",
    "evaluator": "`evaluator`",
    "admin": "`admin`",
    "machine": "`machine`: the command line",
}
FIGURES = {
    "approved": "on approved cases, under any filter; of the others only the fixed tables, 1 to 4 hidden",
    "every": "all, under any filter",
}
ROWS = {
    "none": "none", "approved": "approved ones", "areas": "all of the own areas, approved ones elsewhere", "every": "all",
}  # fmt: skip


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command."""
    add("role-table", help="what each role sees, in Markdown").set_defaults(run=lambda options: print(role_table()))
    headers = add("nginx-headers", help="the lines that empty every header of persons in nginx (dashboard-identity.conf)")
    headers.set_defaults(run=lambda options: print(nginx_headers()))


def nginx_headers() -> str:
    """Lines for nginx: what a browser sends in a header that ``DASHBOARD_ACCESS`` names is replaced by nothing."""
    config = load_access_config()
    return "\n".join(f'proxy_set_header {name} "";' for name in (config.headers if config else ()))


def role_table() -> str:
    """The table as Markdown."""
    lines = [HEAD, ("---",) * len(HEAD), *(_row(role, rights) for role, rights in RIGHTS.items())]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _row(role: Role, rights: Rights) -> tuple[str, ...]:
    beyond = [name for name, granted in (("intake", rights.intake), ("audit", rights.audit)) if granted]
    official = "yes" if rights.official else "no"
    return WHO[role], FIGURES[rights.figures], ROWS[rights.rows], official, ", ".join(beyond) or "–"
