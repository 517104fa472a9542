"""From what a provider of identities says about a person to an ``Access``: the mapping is a TOML file of the office.

``DASHBOARD_ACCESS`` names the file; ``deploy/access.example.toml`` explains every line. Whatever is missing, unknown or
expired grants nothing.
"""

import hashlib
import hmac
import tomllib
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dashboard.access.rights import Access
from dashboard.errors import ReaderError
from dashboard.settings import settings

CONFIG_VARIABLE = "DASHBOARD_ACCESS"
MappedRole = Literal["leader", "district", "evaluator", "admin"]
# a person with several roles reads in the first of these
PRECEDENCE: tuple[MappedRole, ...] = ("admin", "evaluator", "leader", "district")


class AccessConfigError(ReaderError):
    """The file of the sign-in cannot be read or contradicts itself: nobody is let in."""


class NotSignedInError(ReaderError):
    """Nobody is signed in, or what the provider says grants nothing."""


class Claims(BaseModel):
    """Under which names the provider says what; a dot leads into a nested claim (``realm_access.roles``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    subject: str = "sub"
    name: str = "name"
    roles: str = "roles"
    areas: str = "areas"
    expires: str = "exp"


class Token(BaseModel):
    """A bearer token of the data API, known by its SHA-256 alone, with the rights of one role."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    subject: str = Field(min_length=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    role: MappedRole
    areas: tuple[str, ...] = ()
    expires: datetime


class AccessConfig(BaseModel):
    """The file: how people sign in and what their claims mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    method: Literal["oidc", "proxy"]
    provider: str | None = None
    claims: Claims = Claims()
    roles: dict[str, MappedRole] = Field(min_length=1)
    areas: dict[str, tuple[str, ...]] = {}
    headers: dict[str, str] = {}
    separator: str = ","
    tokens: tuple[Token, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> "AccessConfig":
        if self.method == "proxy":
            wanted = {self.claims.subject, self.claims.roles, self.claims.expires}
            absent = sorted(wanted - set(self.headers.values()))
            if absent:
                raise ValueError(f"[headers] names no header for {', '.join(absent)}")
        return self


def load_access_config() -> AccessConfig | None:
    """The file that ``DASHBOARD_ACCESS`` names; None where no sign-in is configured.

    Raises:
        AccessConfigError: it is named and cannot be used.
    """
    path = settings().access
    if path is None:
        return None
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _unusable_error(str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise _unusable_error(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error


@lru_cache(maxsize=4)
def _read(path: Path, modified_ns: int) -> AccessConfig:
    return AccessConfig.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def _unusable_error(reason: str) -> AccessConfigError:
    return AccessConfigError(
        f"登录配置文件（{CONFIG_VARIABLE}）无法使用，暂停所有访问：{reason}。请系统管理员改正该文件。",
        f"The file of the sign-in ({CONFIG_VARIABLE}) cannot be used, nobody is let in: {reason}. "
        "The administrator must correct it.",
    )


def access_from_claims(
    claims: Mapping[str, Any], config: AccessConfig, *, known_areas: Collection[str], now: datetime | None = None
) -> Access:
    """What the claims of a signed-in person grant.

    Args:
        claims: ID-token claims, or the values of the proxy's headers under the names of ``[claims]``.
        config: the mapping.
        known_areas: codes of the districts of the registry.
        now: the time to judge the expiry by.

    Raises:
        NotSignedInError: no subject, no known role, a district official without a known area, no expiry, or expired.
    """
    moment = now or datetime.now(UTC)
    subject = str(_claim(claims, config.claims.subject) or "")
    if not subject:
        raise _refusal_error("登录信息中没有用户标识", "the sign-in names no person")
    expires_at = _instant(_claim(claims, config.claims.expires))
    if expires_at is None:
        raise _refusal_error("登录信息中没有有效期", "the sign-in has no time of expiry")
    if expires_at <= moment:
        raise _refusal_error("登录已过期，请重新登录", "the sign-in has expired; sign in again")
    role = _role(_values(claims, config.claims.roles, config), config)
    if role is None:
        raise _refusal_error("您的账号没有分配本系统的角色", "no role of this system is assigned to your account")
    areas = _areas(_values(claims, config.claims.areas, config), config, known_areas) if role == "district" else ()
    if role == "district" and not areas:
        raise _refusal_error("您的账号没有分配辖区", "no area is assigned to your account")
    return Access(subject, role, areas, expires_at, name=str(_claim(claims, config.claims.name) or ""))


def access_from_headers(
    headers: Mapping[str, str], config: AccessConfig, *, known_areas: Collection[str], now: datetime | None = None
) -> Access:
    """What the headers of the trusted proxy grant; only for a server that nothing but the proxy can reach.

    Raises:
        NotSignedInError: the sign-in is not by proxy, or as for ``access_from_claims``.
    """
    if config.method != "proxy":
        raise _refusal_error("未启用代理登录", "sign-in by proxy is not configured")
    found = {name.lower(): value for name, value in headers.items()}
    claims = {claim: found[header.lower()] for header, claim in config.headers.items() if header.lower() in found}
    return access_from_claims(claims, config, known_areas=known_areas, now=now)


def access_from_token(
    token: str, config: AccessConfig, *, known_areas: Collection[str], now: datetime | None = None
) -> Access:
    """What a bearer token grants.

    Raises:
        NotSignedInError: the token is unknown or expired.
    """
    digest = hashlib.sha256(token.encode("utf-8")).hexdigest()
    known = [entry for entry in config.tokens if hmac.compare_digest(entry.sha256, digest)]
    if not known:
        raise _refusal_error("令牌无效", "the token is not valid")
    entry = known[0]
    expires_at = entry.expires if entry.expires.tzinfo else entry.expires.replace(tzinfo=UTC)
    if expires_at <= (now or datetime.now(UTC)):
        raise _refusal_error("令牌已过期", "the token has expired")
    areas = _areas(entry.areas, config, known_areas) if entry.role == "district" else ()
    if entry.role == "district" and not areas:
        raise _refusal_error("令牌没有分配辖区", "the token names no area")
    return Access(entry.subject, entry.role, areas, expires_at)


def _refusal_error(zh: str, en: str) -> NotSignedInError:
    return NotSignedInError(f"{zh}。", f"{en[0].upper()}{en[1:]}.")


def _claim(claims: Mapping[str, Any], path: str) -> Any:
    """A claim by its name, else by its path."""
    if path in claims:
        return claims[path]
    value: Any = claims
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _values(claims: Mapping[str, Any], path: str, config: AccessConfig) -> tuple[str, ...]:
    """A claim that is a list, or a text with separators."""
    value = _claim(claims, path)
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(config.separator) if part.strip())
    return tuple(str(part) for part in value) if isinstance(value, Sequence) else ()


def _role(given: Sequence[str], config: AccessConfig) -> MappedRole | None:
    granted = {config.roles[value] for value in given if value in config.roles}
    return next((role for role in PRECEDENCE if role in granted), None)


def _areas(given: Sequence[str], config: AccessConfig, known_areas: Collection[str]) -> tuple[str, ...]:
    """Codes of areas: those that a value stands for, and values that are codes themselves; others grant nothing."""
    found = {code for value in given for code in config.areas.get(value, (value,))}
    return tuple(sorted(found & set(known_areas)))


def _instant(value: Any) -> datetime | None:
    """Seconds since 1970, as a number or its text (``exp`` of RFC 7519)."""
    try:
        return datetime.fromtimestamp(float(value), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
