"""Launcher: the app is `dashboard/app.py`; pages live beside it in `pages/`."""

import streamlit as st
from starlette.middleware import Middleware

from dashboard.assets import ROUTES
from dashboard.frontend import Frontend

app = st.App("dashboard/app.py", routes=ROUTES, middleware=[Middleware(Frontend)])
