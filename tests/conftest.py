"""What every test stands on: no credentials, no network but this machine, derandomised properties in CI.

And where it runs: see :func:`pytest_collection_modifyitems`.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("default", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("default"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")

LOOPBACK = ("127.", "::1", "localhost")
HERE = Path(__file__).parent
LONGEST_FIRST = ("sandbox", "components", "toolchain", "lambdas", "advisor")
"""Rooms of the tests by how long one of their files takes; the others are short."""
LONGEST_NAME = 100
"""Characters of a value in a test's name."""
CHILDREN_MEASURED = "COVERAGE_PROCESS_CONFIG"
"""With this, coverage.py measures a Python process that a test starts."""


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts tests that share what is expensive on one worker, and what takes long before what is short.

    A test without a group of its own shares a worker with its file, and one of the sandbox or of the program with its
    folder: what a fixture makes for a module or a session is then made once. Run with ``--no-loadscope-reorder``, or
    the group with the most tests begins first, and the longest ones, which have few, end when the other worker has
    nothing left.
    """
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            place = item.path.relative_to(HERE)
            by_folder = place.parts[0] == "program" or (place.parts[0] == "sandbox" and len(place.parts) > 2)
            shared = place.parent if by_folder else place
            item.add_marker(pytest.mark.xdist_group(shared.as_posix()))
    engine = {_group(item) for item in items if item.get_closest_marker("engine")}
    items.sort(key=lambda item: (_group(item) not in engine, _rank(item)))


def _group(item: pytest.Item) -> str:
    return "_".join(sorted(str(mark.args[0]) for mark in item.iter_markers("xdist_group")))


def _rank(item: pytest.Item) -> int:
    room = item.path.relative_to(HERE).parts[0]
    return LONGEST_FIRST.index(room) if room in LONGEST_FIRST else len(LONGEST_FIRST)


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Names a value that nobody can read by its argument: a test's name is one line, and the same in every process.

    What gzip makes holds the time. A worker that replaces one that died collects the tests anew, and has to find the
    same names: pytest-xdist ends the run where it does not, before it has said what failed.
    """
    if isinstance(val, bytes):
        return None if val.isascii() and val.decode().isprintable() and len(val) <= LONGEST_NAME else argname
    return argname if isinstance(val, str) and len(val) > LONGEST_NAME else None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Leaves what engine tests start unmeasured: a traced process takes two to three times as long on Python 3.11.

    What runs in those processes is measured elsewhere: the program under mocks, the provider, the server and the pack
    by tests of their own.
    """
    config = os.environ.get(CHILDREN_MEASURED)
    if config is None or item.get_closest_marker("engine") is None:
        return (yield)
    del os.environ[CHILDREN_MEASURED]
    try:
        return (yield)
    finally:
        os.environ[CHILDREN_MEASURED] = config


class OutsideNetworkError(AssertionError):
    """A test tried to leave this machine."""


@pytest.fixture(scope="session", autouse=True)
def _hermetic_session() -> Iterator[None]:
    """Removes AWS and Pulumi settings of the machine and keeps connections on the loopback."""
    patch = pytest.MonkeyPatch()
    for name in list(os.environ):
        if name.startswith(("AWS_", "PULUMI_")) and name != "PULUMI_LANGUAGE_PYTHON_EXEC":
            patch.delenv(name)
    patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    patch.setenv("AWS_CONFIG_FILE", os.devnull)
    patch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    patch.setenv("PULUMI_SKIP_UPDATE_CHECK", "1")
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise OutsideNetworkError(f"a test tried to reach {address[0]}:{address[1]}")
        connect(self, address)

    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


class _Descriptions(dict[Any, Any]):
    """All but that of S3, which a client changes by its first call: the paths lose their bucket."""

    def __setitem__(self, key: Any, value: Any) -> None:
        if "s3" not in str(key):
            super().__setitem__(key, value)


@pytest.fixture(scope="session", autouse=True)
def _service_models_are_read_once() -> Iterator[None]:
    """Shares botocore's descriptions of services between sessions: a client of a new one takes 0.03 s, and not 0.2."""
    import botocore.session

    make, read = botocore.session.create_loader, dict[Any, Any]()

    def sharing(search_path: str | None = None) -> Any:
        loader = make(search_path)
        loader._cache = read.setdefault(search_path, _Descriptions())  # what botocore's own instance_cache fills
        return loader

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.session, "create_loader", sharing)
        yield
