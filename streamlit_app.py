"""Launcher: the app is `dashboard/app.py`; pages live beside it in `pages/`."""

import streamlit as st

from dashboard.assets import ROUTES

app = st.App("dashboard/app.py", routes=ROUTES)
