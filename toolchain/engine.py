"""Gets the Pulumi engine: one that the machine has, else Pulumi's release, else a build from its Go modules.

A way that does not work says why, and the next is tried; when none works, one error lists what was tried and what to
install. The engine lands in the user's cache under its version, so that later checkouts find it there.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
import tarfile
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from toolchain.places import ROOT, cache

VERSION = "3.250.0"
"""The newest engine whose Go module can be built everywhere; also the oldest that the locked SDK is tested with."""

RELEASES = "https://get.pulumi.com/releases/sdk"
_DOWNLOAD_TIMEOUT_S = 60.0
_EXECUTOR = "pulumi-language-python-exec"
_HOST = "pulumi-language-python"

_HOST_SCRIPT = f"""#!/bin/sh
# Written by set-up: this engine was built without its Python language host; the checkout has one.
exec "${{INFERENCE_PLATFORM_ROOT:?is not set: in the checkout, run: . .venv/pulumi.env}}/toolchain/bin/{_HOST}" "$@"
"""


class EngineError(Exception):
    """No engine could be had; the message says what was tried and what to install."""


class UnavailableError(Exception):
    """One way to get the engine does not work here; the message says why."""


@dataclass(frozen=True)
class Engine:
    """A Pulumi engine that is ready to run.

    Attributes:
        folder: The folder that goes first on PATH; it holds `pulumi` and the Python language host.
        version: Without a leading `v`.
        source: How it was had: "machine", "release" or "go build".
        executor: Pulumi's `pulumi-language-python-exec` where our own language host serves the engine, else None.
    """

    folder: Path
    version: str
    source: str
    executor: Path | None = None


def compatible(found: str, wanted: str = VERSION) -> bool:
    """Whether an engine of version `found` runs what is tested with `wanted`: the same major, and not older."""
    return _numbers(found)[0] == _numbers(wanted)[0] and _numbers(found) >= _numbers(wanted)


def _numbers(version: str) -> tuple[int, ...]:
    match = re.fullmatch(r"v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?", version.strip())
    if not match:
        raise UnavailableError(f"{version.strip()!r} is not a version")
    return tuple(int(part) for part in match.groups())


def version_of(pulumi: Path | str) -> str:
    """What `pulumi version` prints, without the `v`."""
    quiet = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "1"}
    done = subprocess.run([str(pulumi), "version"], capture_output=True, text=True, check=False, env=quiet)
    if done.returncode != 0:
        raise UnavailableError(f"{pulumi} does not run: {(done.stderr or done.stdout).strip()}")
    return done.stdout.strip().removeprefix("v")


def from_machine(search_path: str | None = None) -> Engine:
    """The `pulumi` on PATH, if its version fits and its own Python language host is beside it."""
    found = shutil.which("pulumi", path=search_path)
    if not found:
        raise UnavailableError("there is no `pulumi` on PATH")
    folder = Path(found).resolve().parent
    version = version_of(found)
    if not compatible(version):
        raise UnavailableError(f"{found} is {version}, which is older than {VERSION} or of another major version")
    if folder == _kept() or not (folder / _HOST).exists():
        raise UnavailableError(f"{found} has no {_HOST} of its own beside it")
    return Engine(folder, version, "machine")


def from_cache() -> Engine:
    """The engine that an earlier set-up kept."""
    folder = _kept()
    if not (folder / "pulumi").exists():
        raise UnavailableError(f"no earlier set-up kept {VERSION} in {folder}")
    version = version_of(folder / "pulumi")
    built = (folder / _HOST).read_text(errors="replace").startswith("#!/bin/sh")
    return Engine(folder, version, "cache", folder / _EXECUTOR if built else None)


def from_release(releases: str = RELEASES) -> Engine:
    """Pulumi's release for this platform, taken only if its SHA-256 is the one that Pulumi publishes."""
    archive_name = f"pulumi-v{VERSION}-{_platform()}.tar.gz"
    listed = _fetch(f"{releases}/pulumi-{VERSION}-checksums.txt").decode()
    expected = next((line.split()[0] for line in listed.splitlines() if line.split()[1:] == [archive_name]), None)
    if expected is None:
        raise UnavailableError(f"the release's checksums do not list {archive_name}")
    data = _fetch(f"{releases}/{archive_name}")
    if (actual := hashlib.sha256(data).hexdigest()) != expected:
        raise UnavailableError(f"{archive_name} has SHA-256 {actual}, but {expected} is published: not used")
    with _staging() as staging:
        (staging / archive_name).write_bytes(data)
        with tarfile.open(staging / archive_name) as archive:
            archive.extractall(staging / "unpacked", filter="data")
        _keep(staging / "unpacked" / "pulumi")
    return Engine(_kept(), VERSION, "release")


def from_go(say: Callable[[str], None] = lambda _: None) -> Engine:
    """An engine built from Pulumi's Go modules, at the versions and hashes of `engine_build/go.sum`."""
    go = shutil.which("go")
    if not go:
        raise UnavailableError("there is no `go` on PATH to build it with")
    module = ROOT / "toolchain" / "engine_build"
    say(f"building the Pulumi engine {VERSION} from its Go modules: about 5 minutes, once for this machine")
    with _staging() as staging:
        stamp = f"github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v{VERSION}"
        _go(
            [go, "build", "-mod=readonly", "-trimpath", "-ldflags", f"-s -w -X {stamp}"]
            + ["-o", str(staging / "built" / "pulumi"), "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
            module,
        )
        sdk = _go([go, "list", "-mod=readonly", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi/sdk/v3"], module)
        shutil.copy(Path(sdk) / "python" / "cmd" / _EXECUTOR, staging / "built" / _EXECUTOR)
        (staging / "built" / _HOST).write_text(_HOST_SCRIPT)
        for program in (staging / "built").iterdir():
            program.chmod(0o755)
        _keep(staging / "built")
    return Engine(_kept(), VERSION, "go build", _kept() / _EXECUTOR)


def ensure(say: Callable[[str], None] = lambda _: None) -> Engine:
    """Gets an engine in the first way that works.

    Args:
        say: Told what takes long.

    Returns:
        The engine; its `pulumi` has answered with a compatible version, or has just been built.

    Raises:
        EngineError: No way works.
    """
    tried: list[str] = []
    ways: tuple[tuple[str, Callable[[], Engine]], ...] = (
        ("`pulumi` on PATH", from_machine),
        ("an earlier set-up", from_cache),
        ("Pulumi's release", from_release),
        ("a build with Go", lambda: from_go(say)),
    )
    for name, way in ways:
        try:
            return way()
        except UnavailableError as why:
            tried.append(f"  {name}: {why}")
    raise EngineError(
        f"the Pulumi engine {VERSION} or newer could not be had. Tried:\n"
        + "\n".join(tried)
        + f"\nInstall Pulumi {VERSION} or newer (its installation page lists the ways), or Go 1.26 or newer, "
        "and run again."
    )


def _kept() -> Path:
    return cache() / "engine" / VERSION


def _platform() -> str:
    systems = {"Linux": "linux", "Darwin": "darwin"}
    machines = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
    system, machine = platform.system(), platform.machine().lower()
    if system not in systems or machine not in machines:
        raise UnavailableError(f"Pulumi releases nothing for {system} on {machine}")
    return f"{systems[system]}-{machines[machine]}"


def _fetch(url: str) -> bytes:
    try:
        # The address is ours: https for a release, http on this machine in a test.
        with urllib.request.urlopen(url, timeout=_DOWNLOAD_TIMEOUT_S) as answer:  # noqa: S310  # nosec B310
            return bytes(answer.read())
    except (urllib.error.URLError, OSError) as error:
        raise UnavailableError(f"{url} cannot be fetched: {error}") from error


def _go(command: list[str], module: Path) -> str:
    done = subprocess.run(
        command, cwd=module, capture_output=True, text=True, check=False, env={**os.environ, "GOFLAGS": ""}
    )
    if done.returncode != 0:
        raise UnavailableError(f"`{' '.join(command[:3])}` failed: {done.stderr.strip()[-2000:]}")
    return done.stdout.strip()


class _staging:  # noqa: N801 (used as a statement)
    """A folder on the cache's own file system, so that the finished engine is put in place by one rename."""

    def __enter__(self) -> Path:
        _kept().parent.mkdir(parents=True, exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(prefix=".staging-", dir=_kept().parent))
        return self._folder

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _keep(finished: Path) -> None:
    """Puts a finished folder in its place; another set-up that was faster wins, and its engine is as good."""
    try:
        finished.rename(_kept())
    except OSError:
        if not (_kept() / "pulumi").exists():
            raise
