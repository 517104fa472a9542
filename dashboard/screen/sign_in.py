"""Who sits in front of the page: one adapter for sign-in by OIDC and by the headers of a trusted proxy, and its pages.

Both arrive in ``st.user``: Streamlit puts ID-token claims there after ``st.login``, and the headers of
``server.trustedUserHeaders`` when the connection opens. Role, areas and expiry are judged on every run.
"""

from collections.abc import Collection
from html import escape

import streamlit as st

from dashboard.access import (
    OPEN,
    Access,
    AccessConfig,
    AccessConfigError,
    NotSignedInError,
    access_from_claims,
    load_access_config,
)
from dashboard.policy import Registry
from dashboard.presentation import labels
from dashboard.presentation.formats import literal
from dashboard.presentation.language import current_language
from dashboard.presentation.language import translate as _
from dashboard.screen.sign_in_address import picture

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def reader_access(*, known_areas: Collection[str]) -> Access:
    """The access of this run.

    Raises:
        NotSignedInError: nobody is signed in, or what is said of the person grants nothing.
        AccessConfigError: the configuration cannot be used.
    """
    config = load_access_config()
    if config is None:
        if st.get_option("server.address") not in LOOPBACK or isinstance(st.context.ip_address, str):
            raise AccessConfigError(
                "未配置登录时，本系统只在本机（127.0.0.1）开放。请系统管理员配置登录，见 docs/rights.md“登录与权限”。",
                "Without sign-in this app is open on this machine (127.0.0.1) only. "
                "The administrator must configure sign-in: see 'Sign-in and rights' in docs/rights.md.",
            )
        return OPEN
    _check(config)
    if config.method == "oidc" and not st.user.get("is_logged_in"):
        raise NotSignedInError("请先登录。", "Please sign in.")
    return access_from_claims(st.user.to_dict(), config, known_areas=known_areas)


def _check(config: AccessConfig) -> None:
    """With OIDC no header may speak for a person: a claim that the ID token lacks could otherwise be forged."""
    if config.method == "oidc" and st.get_option("server.trustedUserHeaders"):
        raise AccessConfigError(
            "已启用 OIDC 登录，请从 .streamlit/config.toml 中删除 server.trustedUserHeaders。",
            "Sign-in is by OIDC: remove server.trustedUserHeaders from .streamlit/config.toml.",
        )


def sign_in_page(error: NotSignedInError, *, page: str) -> None:
    """Instead of the page of the path ``page``: why there is no access, and how to get it."""
    config = load_access_config()
    st.title(_("sign_in.no_access"), anchor=False)
    st.markdown(literal(error.message(current_language())))
    if config is not None and config.method == "oidc":
        # the sign-in leads back to this page with its filters
        asked = picture(page, {name: st.query_params.get_all(name) for name in st.query_params})
        st.html(f'<img alt="" width="1" height="1" src="{escape(asked)}">')
        with st.container(horizontal=True):
            st.button(
                _("sign_in.sign_in"), type="primary", on_click=st.login, args=[config.provider] if config.provider else []
            )
            if st.user.get("is_logged_in"):
                st.button(_("sign_in.sign_out"), on_click=st.logout)
    st.caption(_("sign_in.by_administrator"))


def official_page() -> None:
    """Instead of a page: official data without configured sign-in, and what to configure."""
    st.title(_("sign_in.not_configured"), anchor=False)
    st.markdown(_("sign_in.official_data"))
    st.markdown(_("sign_in.steps"))


def whoami(access: Access, registry: Registry) -> None:
    """Name, role and areas of the person who is signed in, with the way out."""
    if not access.is_signed_in:
        return
    areas = [labels.value("district", code, registry) for code in access.areas]
    st.caption(" · ".join([literal(access.name or access.subject), _(f"role.{access.role}"), *areas]))
    if st.user.get("is_logged_in"):
        st.button(_("sign_in.sign_out"), on_click=st.logout, key="sign_out", type="tertiary", icon=":material/logout:")
