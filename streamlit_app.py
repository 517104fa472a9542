"""Launcher: the app is `dashboard/app.py`; pages live beside it in `pages/`."""

import streamlit as st

from dashboard.web.mount import lifespan, middleware, routes, script_failed

app = st.App("dashboard/app.py", routes=routes(), middleware=middleware(), lifespan=lifespan, on_script_error=script_failed)
