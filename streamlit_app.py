"""Launcher: the app is `dashboard/screen/router.py`; pages live beside it in `pages/`."""

import streamlit as st

from dashboard.server.mount import handle_script_error, lifespan, middleware, routes

app = st.App(
    "dashboard/screen/router.py",
    routes=routes(),
    middleware=middleware(),
    lifespan=lifespan,
    on_script_error=handle_script_error,
)
