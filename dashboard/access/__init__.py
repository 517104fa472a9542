"""Who may see what: roles and their rights, who reads now, what a question is answered from. No pages, no storage.

The access of a run lives in a context variable. Where nobody has set it, it is ``PUBLIC``: figures on approved cases of
snapshots that are not official, no rows and no names. What forgets to ask for more therefore shows less.
"""

from dashboard.access.identity import (
    CONFIG_VARIABLE,
    AccessConfig,
    AccessConfigError,
    NotSignedInError,
    access_from_claims,
    access_from_headers,
    access_from_token,
    load_access_config,
)
from dashboard.access.rights import (
    MACHINE,
    OPEN,
    PUBLIC,
    RIGHTS,
    ROLES,
    Access,
    Figures,
    RestrictedError,
    Rights,
    Role,
    RowRight,
    act_as,
    bind_to_reader,
    current_access,
    restricted_error,
    set_access,
)
from dashboard.access.rules import (
    EVERY_ROW,
    Needs,
    Rows,
    Sight,
    answers_query,
    is_own_scope,
    is_withheld,
    keeps_values,
    sight_of,
)

__all__ = [
    "CONFIG_VARIABLE", "EVERY_ROW", "MACHINE", "OPEN", "PUBLIC", "RIGHTS", "ROLES", "Access", "AccessConfig",
    "AccessConfigError", "Figures", "Needs", "NotSignedInError", "RestrictedError", "Rights", "Role",
    "RowRight", "Rows", "Sight", "access_from_claims", "access_from_headers", "access_from_token", "act_as",
    "answers_query", "bind_to_reader", "current_access", "is_own_scope", "is_withheld", "keeps_values", "load_access_config",
 "restricted_error", "set_access", "sight_of",
]  # fmt: skip
