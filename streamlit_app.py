"""Launcher: the app is `dashboard/screen/router.py`; pages live beside it in `pages/`."""

import streamlit as st

from dashboard.server.mount import lifespan, middleware, routes, script_failed

app = st.App(
    "dashboard/screen/router.py", routes=routes(), middleware=middleware(), lifespan=lifespan, on_script_error=script_failed
)
