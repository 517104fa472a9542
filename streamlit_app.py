"""Launcher: the app is `dashboard/app.py`; pages live beside it in `pages/`."""

import streamlit as st

app = st.App("dashboard/app.py")
