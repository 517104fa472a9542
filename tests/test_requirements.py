"""What is installed is what was tested: every pin stands in the lock, with the digest of each of its files."""

import re

import pytest

from dashboard.settings import PROJECT_DIR

PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[\w,]+\])?==(\S+)", re.MULTILINE)
LOCK = (PROJECT_DIR / "requirements.lock").read_text(encoding="utf-8")


def pins(text: str) -> dict[str, str]:
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in PIN.findall(text)}


def test_the_lock_covers_every_requirement_of_the_app() -> None:
    wanted = pins((PROJECT_DIR / "requirements.txt").read_text(encoding="utf-8"))
    locked = pins(LOCK)
    assert {name: locked.get(name) for name in wanted} == wanted, "run `make lock`"


def test_every_entry_of_the_lock_has_digests_and_names_no_address() -> None:
    entries = re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)
    packages = [entry for entry in entries if PIN.match(entry)]
    assert len(packages) > 40
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", entry) for entry in packages)
    assert "://" not in LOCK


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned(name: str) -> None:
    lines = (PROJECT_DIR / name).read_text(encoding="utf-8").splitlines()
    loose = [line for line in lines if line and not line.startswith(("#", "-r ")) and "==" not in line]
    assert loose == []


def test_the_app_is_installed_by_the_lock_alone() -> None:
    makefile = (PROJECT_DIR / "Makefile").read_text(encoding="utf-8")
    (recipe,) = re.findall(r"^\$\(VENV\)/app\.stamp:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    installed = [line for line in recipe.splitlines() if "pip install" in line]
    assert [line.strip() for line in installed] == [
        "@$(BIN)/pip install --quiet --require-hashes --requirement requirements.lock"
    ], "on every Python, whatever its version"
