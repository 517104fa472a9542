"""A whole city on this machine: Debian's nginx with TLS and the shipped configuration, two replicas, real sign-in."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from oidc_provider_mock import User, run_server_in_thread

from dashboard.settings import PROJECT_DIR
from tests.patience import HANG_SECONDS
from tests.server.serving import Served, ended, free_port, served

NGINX = "/usr/sbin/nginx"
PROXY_SECRET = "the-secret-of-the-proxy"
PEOPLE = (
    User(sub="zhang", claims={"roles": ["quality-evaluator"], "name": "张三"}),
    User(sub="li", claims={"roles": ["quality-district"], "areas": ["nanshan"], "name": "李四"}),
    User(sub="wang", claims={"roles": ["somebody"], "name": "王五"}),
)
SECRETS = """[auth]
redirect_uri = "{url}/oauth2callback"
cookie_secret = "one-secret-for-both-replicas-0123456789"
client_id = "quality-dashboard"
client_secret = "secret-of-the-client"
server_metadata_url = "http://localhost:{provider}/.well-known/openid-configuration"
"""


@dataclass(frozen=True)
class City:
    """``url`` is nginx, ``plain`` without TLS; ``replicas`` by the value of their cookie; ``audit`` the common database."""

    url: str
    plain: str
    replicas: dict[str, Served]
    audit: Path
    folder: Path


@contextmanager
def city(data: Path) -> Iterator[City]:
    folder = Path(tempfile.mkdtemp(prefix="city-"))
    audit = folder / "audit.sqlite"
    with ExitStack() as running:
        provider = running.enter_context(run_server_in_thread(user_claims=PEOPLE))
        port = free_port()
        url = f"https://localhost:{port}"
        secrets = folder / "secrets.toml"
        secrets.write_text(SECRETS.format(url=url, provider=provider.server_port), encoding="utf-8")
        replicas = {
            name: running.enter_context(
                served(
                    data,
                    options=("--secrets.files", str(secrets)),
                    DASHBOARD_HOSTS="localhost,127.0.0.1",
                    DASHBOARD_ACCESS=str(PROJECT_DIR / "deploy" / "access.example.toml"),
                    DASHBOARD_DATABASE=f"sqlite:///{audit}",
                    DASHBOARD_PROXY_SECRET=PROXY_SECRET,
                    DASHBOARD_REQUESTS_PER_MINUTE="100000",
                )
            )
            for name in ("a", "b")
        }
        plain = free_port()
        configure(folder, port=port, plain=plain, replicas=replicas)
        command = [NGINX, "-p", str(folder), "-c", "nginx.conf", "-e", str(folder / "error.log"), "-g", "daemon off;"]
        subprocess.run([*command[:-2], "-t"], check=True, capture_output=True)
        nginx = subprocess.Popen(command)
        try:
            yield City(url, f"http://127.0.0.1:{plain}", replicas, audit, folder)
        finally:
            ended(nginx)


def configure(folder: Path, *, port: int, plain: int, replicas: dict[str, Served]) -> None:
    """The shipped configuration with the names, ports and folders of the test."""
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    key = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
            *subject,
            *key,
        ],
        check=True,
        capture_output=True,
    )
    (folder / "dashboard-secret.conf").write_text(
        f'proxy_set_header X-Dashboard-Proxy "{PROXY_SECRET}";\n', encoding="utf-8"
    )
    text = (PROJECT_DIR / "deploy" / "nginx" / "quality-dashboard.conf").read_text(encoding="utf-8")
    for shipped, own in {
        "127.0.0.1:8501": f"127.0.0.1:{replicas['a'].port}",
        "127.0.0.1:8502": f"127.0.0.1:{replicas['b'].port}",
        "listen 80 default_server;": f"listen 127.0.0.1:{plain} default_server;",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
        "dashboard.example": "localhost",
        "/etc/ssl/dashboard/": f"{folder}/",
        "/var/log/nginx/": f"{folder}/",
        "/etc/nginx/dashboard-secret.conf": f"{folder}/dashboard-secret.conf",
        "/etc/nginx/dashboard-identity.conf": str(PROJECT_DIR / "deploy" / "nginx" / "dashboard-identity.conf"),
    }.items():
        assert shipped in text, shipped
        text = text.replace(shipped, own)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"worker_processes 1;\npid {folder}/nginx.pid;\nevents {{ worker_connections 512; }}\nhttp {{\n{places}{text}\n}}\n",
        encoding="utf-8",
    )


def anonymous(**cookies: str) -> httpx.Client:
    """Somebody without a browser's cookies but those given; the certificate is the test's own."""
    return httpx.Client(verify=False, timeout=HANG_SECONDS, cookies=cookies)
