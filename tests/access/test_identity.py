"""From claims to an access: what is missing, unknown or expired grants nothing."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.access import (
    CONFIG_VARIABLE,
    PUBLIC,
    Access,
    AccessConfig,
    AccessConfigError,
    NotSignedInError,
    access_from_claims,
    access_from_headers,
    access_from_token,
    act_as,
    current_access,
    load_access_config,
)
from dashboard.policy import load_registry
from dashboard.settings import PROJECT_DIR

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
KNOWN = frozenset(load_registry().districts)
CONFIG = AccessConfig(
    method="oidc",
    roles={"lead": "leader", "area": "district", "eval": "evaluator", "root": "admin"},
    areas={"nanshan": ("440305",), "elsewhere": ("999999",)},
    claims={"roles": "realm.roles"},
)
GOOD: dict[str, Any] = {"sub": "u1", "name": "张三", "exp": NOW.timestamp() + 60, "realm": {"roles": ["lead"]}}


def granted(**changed: Any) -> Access:
    return access_from_claims({**GOOD, **changed}, CONFIG, known_areas=KNOWN, now=NOW)


def test_claims_grant_a_role_until_they_expire() -> None:
    assert granted() == Access("u1", "leader", (), NOW + timedelta(seconds=60), name="张三")
    assert granted(realm={"roles": ["eval", "lead", "other"]}).role == "evaluator", "the first of several"
    assert granted(realm={"roles": "lead, area"}).role == "leader"
    official = granted(realm={"roles": ["area"]}, areas=["nanshan", "440304", "elsewhere", "000000"])
    assert official.areas == ("440304", "440305")


@pytest.mark.parametrize(
    "changed",
    [
        {"sub": ""},
        {"sub": None},
        {"exp": None},
        {"exp": "soon"},
        {"exp": NOW.timestamp()},
        {"exp": float("nan")},
        {"realm": None},
        {"realm": {"roles": []}},
        {"realm": {"roles": ["Lead"]}},
        {"realm": {"roles": 7}},
        {"realm": "lead"},
        {"realm": {"roles": ["area"]}},
        {"realm": {"roles": ["area"]}, "areas": ["elsewhere", "x"]},
    ],
    ids=str,
)
def test_missing_unknown_or_expired_claims_grant_nothing(changed: dict[str, Any]) -> None:
    with pytest.raises(NotSignedInError):
        granted(**changed)


def test_an_access_that_expires_within_a_session_grants_nothing_more() -> None:
    with act_as(Access("u1", "admin", expires_at=datetime.now(UTC) - timedelta(seconds=1))):
        assert current_access() is PUBLIC


def test_headers_count_only_where_a_proxy_is_configured() -> None:
    headers = {"x-user": "u1", "X-ROLES": "area,other", "X-Areas": "440305", "X-Expires": str(NOW.timestamp() + 5)}
    with pytest.raises(NotSignedInError):
        access_from_headers(headers, CONFIG, known_areas=KNOWN, now=NOW)
    names = {"X-User": "sub", "X-Roles": "roles", "X-Areas": "areas", "X-Expires": "exp"}
    proxy = AccessConfig(method="proxy", roles={"area": "district"}, headers=names)
    found = access_from_headers(headers, proxy, known_areas=KNOWN, now=NOW)
    assert (found.subject, found.role, found.areas) == ("u1", "district", ("440305",))
    with pytest.raises(NotSignedInError):
        access_from_headers({**headers, "X-ROLES": "root"}, proxy, known_areas=KNOWN, now=NOW)


def test_tokens_are_known_by_their_digest() -> None:
    digest = hashlib.sha256(b"s3cret").hexdigest()
    token = {"subject": "job", "sha256": digest, "role": "leader", "expires": NOW + timedelta(days=1)}
    config = CONFIG.model_copy(update={"tokens": AccessConfig(method="oidc", roles={"x": "leader"}, tokens=[token]).tokens})
    assert access_from_token("s3cret", config, known_areas=KNOWN, now=NOW).role == "leader"
    for wrong, moment in (("other", NOW), ("s3cret", NOW + timedelta(days=2))):
        with pytest.raises(NotSignedInError):
            access_from_token(wrong, config, known_areas=KNOWN, now=moment)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "method = 'oidc'",
        "method = 'oidc'\n[roles]",
        "method = 'proxy'\n[roles]\na = 'leader'",
        "method = 'oidc'\n[roles]\na = 'machine'",
        "method = 'oidc'\nroless = 1\n[roles]\na = 'leader'",
        "method =",
    ],
)
def test_a_mistake_in_the_file_lets_nobody_in(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "access.toml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv(CONFIG_VARIABLE, str(path))
    with pytest.raises(AccessConfigError):
        load_access_config()
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path / "absent.toml"))
    with pytest.raises(AccessConfigError):
        load_access_config()


def test_the_example_is_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONFIG_VARIABLE, str(PROJECT_DIR / "deploy" / "access.example.toml"))
    config = load_access_config()
    assert config is not None
    assert sorted(config.roles.values()) == ["admin", "district", "evaluator", "leader"]
