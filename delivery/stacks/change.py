"""Plan and deploy: what would change is shown and sealed; later exactly that is done."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from delivery.gate.steps import ROOT
from delivery.stacks import engine, seal
from domain.delivery.order import environment_of

PLANS = ROOT / "build" / "plans"


def plan(stack: str) -> int:
    """Preview a stack with the policy pack, write its report, and seal the plan; returns the exit code.

    Raises:
        StackError: The stack cannot be asked.
        SealError: The plan cannot be sealed.
    """
    environment_of(engine.known(stack))
    purpose, key, kms = _purpose(stack), *_kms()
    PLANS.mkdir(parents=True, exist_ok=True)
    preview = ROOT / "build" / "report" / "previews" / f"{stack}.json"
    with tempfile.TemporaryDirectory(dir=PLANS) as folder:
        saved = Path(folder) / "plan.json"
        arguments = ["preview", "--stack", stack, "--json", "--show-sames", "--save-plan", str(saved)]
        code = engine.pulumi([*arguments, "--policy-pack", "policies"], preview)
        reported = _report(stack, preview)
        if code != 0:
            raise engine.StackError(f"`pulumi preview --stack {stack}` ended with exit code {code}: nothing is sealed")
        sealed = seal.seal(saved.read_bytes(), purpose, key, kms)
    (PLANS / f"{stack}.sealed").write_bytes(sealed)
    engine.set_output("digest", seal.digest_of(sealed))
    print(f"plan of {stack}: build/plans/{stack}.sealed, digest {seal.digest_of(sealed)}")
    return reported


def deploy(stack: str, digest: str) -> int:
    """Change a stack as its sealed plan says; returns the engine's exit code.

    Raises:
        StackError: There is no plan.
        SealError: The plan is not the one that was made for this commit and run.
    """
    environment_of(engine.known(stack))
    file = PLANS / f"{stack}.sealed"
    if not file.exists():
        raise engine.StackError(f"build/plans/{stack}.sealed is not there: run `make plan STACK={stack}` first")
    key, kms = _kms()
    opened = seal.open_sealed(file.read_bytes(), digest, _purpose(stack), key, kms)
    with tempfile.TemporaryDirectory(dir=PLANS) as folder:
        plain = Path(folder) / "plan.json"
        plain.touch(mode=0o600)
        plain.write_bytes(opened)
        arguments = ["up", "--stack", stack, "--yes", "--skip-preview", "--suppress-outputs", "--plan", str(plain)]
        return engine.pulumi([*arguments, "--policy-pack", "policies"])


def _report(stack: str, preview: Path) -> int:
    """What a reviewer sees, also of a preview that failed."""
    command = [sys.executable, "-m", "advisor", "report", str(preview), "--stack", stack]
    command += ["--out", str(ROOT / "build" / "report" / stack), "--commit", _commit()]
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        command += ["--summary", summary]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _purpose(stack: str) -> seal.Purpose:
    return seal.Purpose(stack, _commit(), os.environ.get("GITHUB_RUN_ID", "local"))


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise engine.StackError(f"the commit is not known: {done.stderr.strip()}")
    return done.stdout.strip()


def _kms() -> tuple[str, Any]:
    import boto3

    key, region = seal.key_of(os.environ.get("PULUMI_SECRETS_PROVIDER", ""))
    return key, boto3.client("kms", region_name=region)
