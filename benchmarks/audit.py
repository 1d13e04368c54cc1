"""The audit of the policy pack against checkov and cfn-guard, over the same resources in the same run.

Two times are told apart. *work* is what is left of a process after its imports and a first small pass, the same for
each tool, best of three passes; reading the file is part of it. *command* is the whole of what a user types, from start
to end. cfn-guard has no command here: its Rust library is called from Python with the same checks written as Guard
rules, and is compared with the audit under just those rules. checkov runs all of its checks, and the audit all rules.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from benchmarks import peers
from benchmarks.estate import Estate, estate
from toolchain.places import ROOT

WORK: Final = ROOT / "build" / "bench" / "audit"
RESOURCES: Final = 1_000
MANY: Final = 10_000
FEW: Final = 240
TURNS: Final = 3
LIMITS: Final = {"times checkov": 30.0, "times cfn-guard": 3.0, "peak MB over 10,000 resources": 300.0}


def run() -> dict[str, Any]:
    """Both ratios, and the memory of a large audit; holds when all three limits do.

    Raises:
        AssertionError: A tool did not find the estate's mistakes, so its time says nothing.
    """
    made = estate(RESOURCES)
    export = made.write_export(WORK / "estate.json")
    templates = made.write_templates(WORK / "templates")
    warm_up = estate(80)
    small_export, small_templates = warm_up.write_export(WORK / "small.json"), warm_up.write_templates(WORK / "small")
    rules = sorted({rule for rule, _ in made.mistakes})
    found = _fastest(
        {
            "audit, all rules": lambda: _ours(small_export, export),
            "audit, the same checks": lambda: _ours(small_export, export, *rules),
            "cfn-guard": lambda: peers.measured("guard_work.py", small_templates, templates),
            "checkov": lambda: peers.measured("checkov_work.py", small_templates, templates),
        }
    )
    _check_findings(made, found, small_templates)
    commands = {"audit": _audit_command(export), "checkov": _checkov_command(templates)}
    large = _audit_command(estate(MANY).write_export(WORK / "many.json"))
    work = {name: round(measure["seconds"], 4) for name, measure in found.items()}
    ratios = {
        "times checkov": round(work["checkov"] / work["audit, all rules"], 1),
        "times checkov, whole command": round(commands["checkov"].seconds / commands["audit"].seconds, 1),
        "times cfn-guard": round(work["cfn-guard"] / work["audit, the same checks"], 2),
    }
    return {
        "name": f"audit of {RESOURCES} resources against checkov (all checks) and cfn-guard (the same checks)",
        "limit": LIMITS,
        "ratio": ratios,
        "work s": work,
        "command s": {name: one.seconds for name, one in commands.items()},
        "rules": {"audit, the same checks": len(rules), "mistakes": len(made.mistakes)},
        f"{MANY} resources": {"peak MB": large.peak_mb, "command s": large.seconds},
        "holds": min(ratios["times checkov"], ratios["times checkov, whole command"]) >= LIMITS["times checkov"]
        and ratios["times cfn-guard"] >= LIMITS["times cfn-guard"]
        and large.peak_mb < LIMITS["peak MB over 10,000 resources"],
    }


def _ours(warm_up: Path, work: Path, *rules: str) -> Mapping[str, Any]:
    return peers.measured("audit_work.py", warm_up, work, *rules, interpreter=peers.PYTHON)


def _fastest(tools: Mapping[str, Callable[[], Mapping[str, Any]]]) -> dict[str, Mapping[str, Any]]:
    """The best of a few processes of each tool, taken in turn so that a busy moment hits none alone."""
    best: dict[str, Mapping[str, Any]] = {}
    for _ in range(TURNS):
        for name, measure in tools.items():
            found = measure()
            if name not in best or found["seconds"] < best[name]["seconds"]:
                best[name] = found
    return best


def _check_findings(made: Estate, found: Mapping[str, Mapping[str, Any]], warm_up: Path) -> None:
    """Every tool has found what is there, under the checks that are compared."""
    for name in ("audit, the same checks", "audit, all rules"):
        missed = made.mistakes - peers.findings(found[name])
        assert not missed, f"{name}: not found: {sorted(missed)[:5]}"
    assert len(found["audit, the same checks"]["found"]) == len(made.mistakes)
    few = estate(FEW)
    guard = peers.measured("guard_work.py", warm_up, few.write_templates(WORK / "few", size=2))
    assert peers.findings(guard) == few.mistakes
    broken = {name for _, name in made.mistakes}
    by_checkov = {name for _, name in peers.findings(found["checkov"])}
    assert len(broken & by_checkov) > 0.5 * len(broken), "checkov has checks for most of the mistakes"


def _audit_command(export: Path) -> peers.Ran:
    command: list[str | Path] = [peers.PYTHON, "-m", "guardrails", "audit", export, "--output", "json"]
    ran = peers.ran(command, ROOT / "policies")
    assert ran.code == 1, "the estate has violations"
    return ran


def _checkov_command(templates: Path) -> peers.Ran:
    checkov = peers.python().with_name("checkov")
    ran = peers.ran([checkov, "-d", templates, "--framework", "cloudformation", "-o", "json", "--skip-download"])
    assert ran.code == 1, "the estate has failed checks"
    return ran


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
