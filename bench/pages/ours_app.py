"""Launcher of this project's page, with the files the browser needs as the dashboard serves them."""

import streamlit as st
from starlette.middleware import Middleware

from dashboard.screen.browser_assets import ROUTES
from dashboard.server.frontend import Frontend
from dashboard.server.mount import lifespan

app = st.App("ours.py", routes=ROUTES, middleware=[Middleware(Frontend)], lifespan=lifespan)
