"""Launcher of this project's page, with the files the browser needs as the dashboard serves them."""

import streamlit as st
from starlette.middleware import Middleware

from dashboard.assets import ROUTES
from dashboard.frontend import Frontend
from dashboard.web.mount import lifespan

app = st.App("ours.py", routes=ROUTES, middleware=[Middleware(Frontend)], lifespan=lifespan)
