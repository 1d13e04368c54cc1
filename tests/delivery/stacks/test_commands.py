"""Plan, deploy and the looks, against a `pulumi` that writes down how it was called."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from delivery.__main__ import app
from delivery.stacks import change, engine, files, looks, seal

if TYPE_CHECKING:
    from tests.delivery.conftest import Program

ROOT = Path(__file__).resolve().parents[3]
URN = "urn:pulumi:prod::inference-platform::aws:s3/bucketV2:BucketV2::data"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "checkout"
    (folder / "policies").mkdir(parents=True)
    (folder / "Pulumi.prod.yaml").write_text("config: {}\n")
    for module in (change, engine, looks):
        monkeypatch.setattr(module, "ROOT", folder)
    monkeypatch.setattr(change, "PLANS", folder / "build" / "plans")
    return folder


class Plain:
    """A KMS that hands out a key of zeros, and opens only what it was asked for."""

    def generate_data_key(self, **given: Any) -> dict[str, Any]:
        return {"Plaintext": bytes(32), "CiphertextBlob": json.dumps(given["EncryptionContext"]).encode()}

    def decrypt(self, **given: Any) -> dict[str, Any]:
        if json.loads(given["CiphertextBlob"]) != given["EncryptionContext"]:
            raise type("InvalidCiphertextException", (Exception,), {})
        return {"Plaintext": bytes(32)}


@pytest.fixture
def planned(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(change, "_kms", lambda: ("key", Plain()))
    monkeypatch.setattr(change, "_commit", lambda: "c" * 40)
    monkeypatch.setattr(change, "_report", lambda *_: 0)
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    return root


def test_a_plan_is_sealed_and_a_deployment_does_what_it_says(planned: Path, pulumi: Program, tmp_path: Path) -> None:
    pulumi.answer("preview --stack", "{}", files={"--save-plan": "THE PLAN"})
    assert change.plan("prod") == 0
    digest = (tmp_path / "output").read_text().strip().removeprefix("digest=")
    assert "--policy-pack" in pulumi.calls[0]
    left = list((planned / "build" / "plans").iterdir())
    assert [file.name for file in left] == ["prod.sealed"]  # nothing in plain text is left behind
    pulumi.answer("up --stack")
    assert change.deploy("prod", digest) == 0
    up = pulumi.calls[1]
    assert up[:4] == ["up", "--stack", "prod", "--yes"]
    assert "--plan" in up
    assert not Path(up[up.index("--plan") + 1]).exists()


def test_a_preview_that_failed_is_reported_and_nothing_is_sealed(planned: Path, pulumi: Program) -> None:
    pulumi.answer("preview --stack", "{}", code=255, files={"--save-plan": "THE PLAN"})
    with pytest.raises(engine.StackError, match="exit code 255: nothing is sealed"):
        change.plan("prod")
    assert not list((planned / "build" / "plans").iterdir())


def test_a_plan_of_another_run_deploys_nothing(planned: Path, pulumi: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    pulumi.answer("preview --stack", "{}", files={"--save-plan": "THE PLAN"})
    change.plan("prod")
    digest = seal.digest_of((planned / "build" / "plans" / "prod.sealed").read_bytes())
    monkeypatch.setenv("GITHUB_RUN_ID", "another")
    with pytest.raises(seal.SealError, match="make it anew"):
        change.deploy("prod", digest)
    with pytest.raises(seal.SealError, match="digest"):
        change.deploy("prod", "0")
    assert [call[0] for call in pulumi.calls] == ["preview"]


def test_without_a_plan_nothing_is_deployed(planned: Path, pulumi: Program) -> None:
    with pytest.raises(engine.StackError, match="run `make plan STACK=prod` first"):
        change.deploy("prod", "0")
    assert pulumi.calls == []


@pytest.mark.parametrize(
    ("answer", "code", "outcome", "text"),
    [
        ({"steps": [{"op": "same", "urn": URN}]}, 0, looks.GOOD, "No drift"),
        ({"steps": [{"op": "update", "urn": URN}]}, 255, looks.FOUND, "update `aws:s3/bucketV2:BucketV2` data"),
        ({"steps": [{"op": "update", "urn": URN}]}, 0, looks.FOUND, "1 resources differ"),
        ({"diagnostics": [{"severity": "error", "message": "no credentials"}]}, 255, looks.UNKNOWN, "no credentials"),
        ({"steps": []}, 255, looks.UNKNOWN, "exit code 255"),
        (None, 255, looks.UNKNOWN, "gave no JSON"),
    ],
)
def test_drift_is_told_apart_from_what_could_not_be_asked(
    root: Path, pulumi: Program, answer: object, code: int, outcome: int, text: str
) -> None:
    pulumi.answer("preview", "" if answer is None else json.dumps(answer), code=code)
    assert looks.drift("prod") == outcome
    assert text in (root / "build" / "drift" / "prod.md").read_text()
    assert {"--refresh", "--expect-no-changes"} <= set(pulumi.calls[0])


def test_much_drift_is_counted(root: Path, pulumi: Program) -> None:
    pulumi.answer("preview", json.dumps({"steps": [{"op": "delete", "urn": URN}] * 150}), code=255)
    assert looks.drift("prod") == looks.FOUND
    assert "and 50 more" in (root / "build" / "drift" / "prod.md").read_text()


def test_an_audit_of_a_stack_without_state_is_no_success(root: Path, pulumi: Program) -> None:
    assert looks.audit("prod") == looks.UNKNOWN
    assert "is there a state?" in (root / "build" / "audit" / "prod.md").read_text()


@pytest.mark.parametrize(("code", "outcome"), [(0, looks.GOOD), (1, looks.FOUND), (2, looks.UNKNOWN)])
def test_an_audit_says_what_the_pack_says(
    root: Path, pulumi: Program, monkeypatch: pytest.MonkeyPatch, code: int, outcome: int
) -> None:
    pulumi.answer("export")
    script = root / "python"
    script.write_text(f"#!/bin/sh\necho the pack says so\nexit {code}\n")
    script.chmod(0o755)
    monkeypatch.setattr(looks.sys, "executable", str(script))
    assert looks.audit("prod") == outcome
    assert "the pack says so" in (root / "build" / "audit" / "prod.md").read_text()


def test_what_is_tested_is_what_this_run_deployed(root: Path, pulumi: Program) -> None:
    update = {"environment": {"git.head": "abc"}, "result": "succeeded"}
    pulumi.answer("history", json.dumps([update]))
    assert looks.deployed("prod", "abc") == 0
    assert looks.deployed("prod", "abd") == 1
    pulumi.answer("history", json.dumps([{**update, "result": "failed"}]))
    assert looks.deployed("prod", "abc") == 1
    pulumi.answer("history", "[]")
    assert looks.deployed("prod", "abc") == 1
    pulumi.answer("history", code=255)
    with pytest.raises(engine.StackError, match="is there a state"):
        looks.deployed("prod", "abc")


@pytest.mark.parametrize("command", ["plan", "deploy", "deployed", "drift", "audit"])
def test_a_stack_that_is_not_there_is_refused_with_those_that_are(command: str) -> None:
    more = {"deploy": ["--digest", "0"], "deployed": ["--commit", "0"]}.get(command, [])
    shown = CliRunner().invoke(app, [command, "--stack", "nowhere", *more])
    assert shown.exit_code == 2
    assert "there are stack files for prod, sandbox, staging" in shown.output


def test_the_sandbox_is_not_delivered_by_a_plan() -> None:
    shown = CliRunner().invoke(app, ["plan", "--stack", "sandbox"])
    assert shown.exit_code == 2
    assert "a stack that workflows deploy: staging, prod" in shown.output


@pytest.mark.parametrize("command", ["drift", "audit"])
def test_without_an_engine_nothing_is_known(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    shown = CliRunner().invoke(app, [command, "--stack", "prod"])
    assert shown.exit_code == 2
    assert "run `make setup`" in shown.output


def test_the_shipped_stack_files_are_accepted() -> None:
    assert files.file_problems() == []
    assert CliRunner().invoke(app, ["stack-files"]).exit_code == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("config:\n  inference-platform:enviroment: prod\n", "enviroment"),
        ("config:\n  inference-platform:inference: {enabled: maybe}\n", "enabled"),
        ("nothing: 1\n", "cannot be read as a stack file"),
        ("[", "cannot be read as a stack file"),
    ],
)
def test_a_wrong_stack_file_is_named_with_its_problem(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "Pulumi.x.yaml").write_text(text)
    [problem] = files.file_problems(tmp_path)
    assert problem.startswith("Pulumi.x.yaml: ")
    assert message in problem


def test_no_stack_file_is_no_success(tmp_path: Path) -> None:
    assert "has no stack files" in files.file_problems(tmp_path)[0]
