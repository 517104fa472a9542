# One replica. The snapshots are mounted read-only at /data, the audit goes to the database of DASHBOARD_DATABASE:
#   docker run --read-only --tmpfs /tmp -v /srv/quality-dashboard:/data:ro --env-file environment -p 127.0.0.1:8501:8501 IMAGE
FROM python:3.11-slim-bookworm
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements.lock \
    && useradd --system --uid 10001 quality
COPY .streamlit .streamlit
COPY data/reference data/reference
COPY dashboard dashboard
COPY pages pages
COPY queries queries
COPY streamlit_app.py ./
RUN python -m dashboard.etl shapes
ENV DASHBOARD_DATA=/data
USER 10001
EXPOSE 8501
HEALTHCHECK --interval=10s --timeout=3s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/healthz', timeout=2)"]
# every request must carry the secret of DASHBOARD_PROXY_SECRET: inside a container the replica cannot listen on loopback
CMD ["streamlit", "run", "streamlit_app.py", "--server.address", "0.0.0.0", "--server.port", "8501"]
