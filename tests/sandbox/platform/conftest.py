"""The whole platform, deployed once by the real engine from a copy of the checkout; nothing of `build/` is touched.

All tests of the group `engine` share one server and one stack, so they run on one worker, in the order of their files:
`test_stack_destroy.py` is last. Tests that run the engine on something else are the group `engine-apart`, which takes
about as long.
"""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from pulumi import automation

from sandbox import lifecycle
from sandbox.client import SandboxClient
from sandbox.demo import data, model
from sandbox.demo.runs import Platform, Run
from sandbox.demo.story import without_action

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("components", "domain", "examples", "holidays", "lambdas", "policies", "sandbox")
STACK = "sandbox"
UNLIMITED = 1_000_000


def copy_project(folder: Path) -> Path:
    """A checkout as a newcomer has it after set-up: the program, the pack, the layers and the model."""
    unwanted = shutil.ignore_patterns("__pycache__", ".pulumi")
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=unwanted)
    for name in ("__main__.py", "Pulumi.yaml", f"Pulumi.{STACK}.yaml"):
        shutil.copy(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    (folder / "build").mkdir()
    (folder / "build" / "layers").symlink_to(ROOT / "build" / "layers")
    shutil.copytree(ROOT / "build" / "model", folder / "build" / "model")
    return folder


@dataclass
class Outcome:
    """What the engine did: counts by operation, and the steps that were not "same"."""

    counts: dict[str, int]
    steps: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def changes(self) -> dict[str, int]:
        """Counts without "same"."""
        return {name: count for name, count in self.counts.items() if name != "same" and count}


@dataclass
class Engine:
    """`pulumi` on the copy of the checkout, with the policy pack."""

    project: Path
    environment: Mapping[str, str]

    def __post_init__(self) -> None:
        workspace = automation.LocalWorkspace(work_dir=str(self.project), env_vars=dict(self.environment))
        self.stack = automation.Stack.create_or_select(STACK, workspace)

    @property
    def _pack(self) -> list[str]:
        return [str(self.project / "policies")]

    def up(self) -> dict[str, Any]:
        done = self.stack.up(policy_packs=self._pack, color="never")
        return {name: output.value for name, output in done.outputs.items()}

    def preview(self) -> Outcome:
        steps: list[tuple[str, str, str]] = []

        def hear(event: automation.EngineEvent) -> None:
            metadata = event.resource_pre_event.metadata if event.resource_pre_event else None
            if metadata is not None and str(getattr(metadata.op, "value", metadata.op)) != "same":
                operation = str(getattr(metadata.op, "value", metadata.op))
                steps.append((operation, metadata.type, metadata.urn.rsplit("::", 1)[-1]))

        done = self.stack.preview(policy_packs=self._pack, color="never", on_event=hear)
        return Outcome({str(getattr(kind, "value", kind)): count for kind, count in done.change_summary.items()}, steps)

    def refresh(self) -> Outcome:
        done = self.stack.refresh(color="never")
        return Outcome(dict(done.summary.resource_changes or {}))

    def destroy(self) -> None:
        self.stack.destroy(color="never")

    @contextmanager
    def settings(self, change: Callable[[str], str]) -> Iterator[None]:
        """Other settings for a while."""
        path = self.project / f"Pulumi.{STACK}.yaml"
        before = path.read_text(encoding="utf-8")
        after = change(before)
        assert after != before, "the change of the stack file changes nothing"
        path.write_text(after, encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(before, encoding="utf-8")


@dataclass
class Deployed:
    """The deployed platform and everything around it."""

    running: lifecycle.RunningSandbox
    engine: Engine
    outputs: dict[str, Any]
    digits: data.Digits

    @property
    def sandbox(self) -> SandboxClient:
        return self.running.client

    def client(self, service: str, region: str = lifecycle.REGION) -> Any:
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.running.url,
            aws_access_key_id=self.running.record.access_key_id,
            aws_secret_access_key=self.running.record.secret_access_key,
            config=Config(retries={"total_max_attempts": 1}),
        )

    def put(self, files: Mapping[str, bytes]) -> None:
        """Writes files through the access point."""
        s3 = self.client("s3")
        for key, body in files.items():
            s3.put_object(Bucket=self.outputs["inputAccessPointAlias"], Key=key, Body=body)

    def images(self, prefix: str, count: int = 30) -> dict[str, int]:
        """Writes images that the model has not seen below a prefix; the right label of each key."""
        first = self.digits.half
        chosen = {f"{prefix}{index:04d}.png": index for index in range(first, first + count)}
        self.put({key: data.png(self.digits.images[index]) for key, index in chosen.items()})
        return {key: int(self.digits.labels[index]) for key, index in chosen.items()}

    def run(self, **request: Any) -> Run:
        """One execution, to its end; no threshold sends it to batch unless the request says so."""
        return self.platform.run("test", **{"batch_threshold": UNLIMITED, **request})

    @property
    def platform(self) -> Platform:
        return Platform(self.outputs, self.client)

    def figures(self, function: str) -> dict[str, Any]:
        """What the server counted of a function, by its folder's name."""
        name = self.outputs["functionNames"][function]
        return next((each for each in self.sandbox.functions() if each["name"] == name), {"invocations": 0})

    @contextmanager
    def fault(self, **fault: Any) -> Iterator[str]:
        identity = self.sandbox.add_fault(**fault)
        try:
            yield identity
        finally:
            self.sandbox.clear_faults(identity)

    def without(self, function: str, action: str) -> AbstractContextManager[None]:
        """Takes one action out of a function's role for a while; the function by its folder's name."""
        return self.named_without(self.outputs["functionNames"][function], action)

    @contextmanager
    def named_without(self, name: str, action: str) -> Iterator[None]:
        """The same of any function in the stack's own Region, by its name."""
        role = self.client("lambda").get_function(FunctionName=name)["Configuration"]["Role"].rsplit("/", 1)[-1]
        iam = self.client("iam")
        before = {
            each: iam.get_role_policy(RoleName=role, PolicyName=each)["PolicyDocument"]
            for each in iam.list_role_policies(RoleName=role)["PolicyNames"]
        }
        after = {each: without_action(document, action) for each, document in before.items()}
        assert after != before, f"{role} has no {action}"
        self._put_policies(role, after)
        try:
            yield
        finally:
            self._put_policies(role, before)

    def _put_policies(self, role: str, documents: Mapping[str, Any]) -> None:
        for name, document in documents.items():
            self.client("iam").put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(document))


def assert_each_once(run: Run, keys: Mapping[str, Any] | set[str]) -> None:
    """Exactly one record for each input, and none else."""
    assert Counter(record["key"] for record in run.records) == Counter(list(keys)), run.error


def eventually(question: Callable[[], Any], what: str, seconds: float = 60.0) -> Any:
    """The first true answer; fails with `what` when none came in time."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if answer := question():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds:.0f} s: {what}")


@dataclass
class Checks:
    """The helpers of this file: modules of a folder without a package cannot import each other."""

    each_once: Callable[..., None] = assert_each_once
    eventually: Callable[..., Any] = eventually


@pytest.fixture(scope="session")
def checks() -> Checks:
    return Checks()


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout."""
    model.ensure_archive(data.load(), ROOT)
    return copy_project(tmp_path_factory.mktemp("checkout"))


@pytest.fixture
def project_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout for one test."""
    model.ensure_archive(data.load(), ROOT)
    return copy_project(tmp_path_factory.mktemp("checkout"))


@dataclass(frozen=True)
class Workplace:
    """A copy of the checkout, and what the engine is called with; nothing is deployed."""

    project: Path
    environment: Mapping[str, str]


@pytest.fixture(scope="session")
def workplace(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """The engine and a server of its own, for programs that are not the platform."""
    with lifecycle.start(tmp_path_factory.mktemp("workplace")) as running:
        yield Workplace(project, lifecycle.environment(running))


@pytest.fixture(scope="session")
def deployed(project: Path) -> Iterator[Deployed]:
    """The platform with every path on; components wait longer for their wake-up, because test machines are slow."""
    stack_file = project / f"Pulumi.{STACK}.yaml"
    settings = stack_file.read_text(encoding="utf-8")
    assert "wake_retry_attempts: 12" in settings
    stack_file.write_text(settings.replace("wake_retry_attempts: 12", "wake_retry_attempts: 60"), encoding="utf-8")
    with lifecycle.start(project / "build" / "sandbox") as running:
        engine = Engine(project, lifecycle.environment(running))
        yield Deployed(running, engine, engine.up(), data.load())
