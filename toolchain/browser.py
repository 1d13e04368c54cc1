"""Gets a headless Chromium and axe-core, with which the tests look at the report as a reader does.

A browser that the machine has is taken first; else the build that an npm package carries, by pinned version and hash,
into the user's cache. Nothing needs root. A way that does not work says why, and the next is tried.
"""

from __future__ import annotations

import os
import shutil
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from toolchain import npm
from toolchain.engine import UnavailableError

NAMES: Final = (
    "chromium",
    "chromium-headless-shell",
    "chrome-headless-shell",
    "google-chrome",
    "google-chrome-stable",
    "chromium-browser",
)
"""How Debian, Fedora, Arch, Google's own packages and Playwright name it."""
VARIABLE: Final = "CHROMIUM"
"""Environment variable with the path of a browser; when it is set, no other is tried."""

CHROMIUM: Final = npm.Package(
    "@sparticuz/chromium",
    "153.0.0",
    "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==",
)
"""MIT; chromium-headless-shell for Linux x86-64 with the libraries and the font that a small machine lacks."""
AXE: Final = npm.Package(
    "axe-core",
    "4.14.1",
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
)
"""MPL-2.0; used by tests only, and no part of what we give out."""

_INFLATE: Final = (
    'const z=require("zlib"),f=require("fs"),s=require("stream");'
    "s.pipeline(f.createReadStream(process.argv[1]),z.createBrotliDecompress(),"
    "f.createWriteStream(process.argv[2]),e=>{if(e)throw e})"
)
"""Python has no Brotli of its own; whoever has npm has Node.js, which does."""

_FONTS: Final = """<?xml version="1.0"?>
<fontconfig>
  <dir>{folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}/font-cache</cachedir>
</fontconfig>
"""


class BrowserError(Exception):
    """No browser could be had; the message says what was tried and what to install."""


@dataclass(frozen=True)
class Browser:
    """A browser that has answered.

    Attributes:
        program: What to start.
        version: As it prints it.
        source: How it was had.
        environment: What it needs in its environment besides the usual.
    """

    program: Path
    version: str
    source: str
    environment: Mapping[str, str] = field(default_factory=dict)


def ensure(say: Callable[[str], None] = lambda _: None, environ: Mapping[str, str] = os.environ) -> Browser:
    """Gets a browser in the first way that works.

    Args:
        say: Told what takes long.
        environ: Where ``CHROMIUM`` and ``PATH`` are looked up.

    Raises:
        BrowserError: No way works.
    """
    tried: list[str] = []
    ways: tuple[tuple[str, Callable[[], Browser]], ...] = (
        ("a browser on PATH", lambda: from_machine(environ)),
        (f"the npm package {CHROMIUM.name} {CHROMIUM.version}", lambda: from_npm(say)),
    )
    if environ.get(VARIABLE):
        ways = ((VARIABLE, lambda: _asked(Path(environ[VARIABLE]), VARIABLE)),)
    for name, way in ways:
        try:
            return way()
        except UnavailableError as why:
            tried.append(f"  {name}: {why}")
    raise BrowserError(
        "no headless Chromium could be had. Tried:\n"
        + "\n".join(tried)
        + f"\nInstall Chromium (Debian and Ubuntu: the package chromium), or Node.js 18 or newer with npm, or set "
        f"{VARIABLE} to the path of a Chromium, and run again."
    )


def axe_core(say: Callable[[str], None] = lambda _: None) -> Path:
    """The script of axe-core, which finds what a reader with a disability cannot use.

    Raises:
        BrowserError: npm is not there, or gives another archive than the pinned one.
    """
    try:
        if not npm.place_of(AXE).is_dir():
            say(f"fetching {AXE.name} {AXE.version} with npm")
        return npm.kept(AXE) / "axe.min.js"
    except UnavailableError as why:
        raise BrowserError(f"axe-core {AXE.version} could not be had: {why}; install Node.js with npm") from None


def from_machine(environ: Mapping[str, str] = os.environ) -> Browser:
    """A browser on PATH that starts."""
    why = f"none of {', '.join(NAMES)} is there"
    for name in NAMES:
        if found := shutil.which(name, path=environ.get("PATH")):
            try:
                return _asked(Path(found), "machine")
            except UnavailableError as error:
                why = str(error)  # Ubuntu's chromium-browser only says that one should install a snap
    raise UnavailableError(why)


def from_npm(say: Callable[[str], None] = lambda _: None) -> Browser:
    """The browser that the npm package carries, kept in the user's cache after the first time."""
    machine = os.uname()
    if (machine.sysname, machine.machine) != ("Linux", "x86_64"):
        raise UnavailableError(f"it is for Linux on x86_64, and this is {machine.sysname} on {machine.machine}")
    if not npm.place_of(CHROMIUM).is_dir():
        say(f"fetching a headless Chromium ({CHROMIUM.name} {CHROMIUM.version}, 67 MB) with npm, once for this machine")
    kept = npm.kept(CHROMIUM, _inflated)
    (kept / "fonts.conf").write_text(_FONTS.format(folder=kept))
    needs = {"LD_LIBRARY_PATH": str(kept / "lib"), "FONTCONFIG_FILE": str(kept / "fonts.conf")}
    return _asked(kept / "chromium", f"npm {CHROMIUM.name}", needs)


def _inflated(unpacked: Path, staging: Path) -> Path:
    """The program beside the folders of its libraries and its font."""
    node = npm.need("node")
    made = staging / "browser"
    made.mkdir()
    for name in ("chromium", "al2023.tar", "fonts.tar"):
        npm.run([node, "-e", _INFLATE, str(unpacked / "bin" / f"{name}.br"), str(made / name)])
    for name in ("al2023.tar", "fonts.tar"):
        with tarfile.open(made / name) as archive:
            archive.extractall(made, filter="data")
        (made / name).unlink()
    (made / "chromium").chmod(0o755)
    return made


def _asked(program: Path, source: str, needs: Mapping[str, str] | None = None) -> Browser:
    needs = needs or {}
    said = npm.run([str(program), "--headless", "--no-sandbox", "--version"], environment=needs)
    return Browser(program, said.strip().splitlines()[-1] if said.strip() else "unknown", source, needs)
