"""Start-up time and throughput of the policy pack, against a pack of one trivial policy and against checkov.

Both packs run as the engine's language host starts them, and get what the engine sends for each resource:
``Remediate``, then ``Analyze``. checkov judges the same resources in CloudFormation, in its own process; its imports
and a first small pass do not count. Rates are of one resource after the other, as the engine waits for each answer.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks import peers
from benchmarks.estate import estate
from tests.policies.analyzer import EMPTY, PACK, asset, request, running
from toolchain.places import ROOT

WORK: Final = ROOT / "build" / "bench" / "policies"
LIMITS: Final = {"times the trivial pack": 0.6, "times checkov": 6.0, "start s": 0.8}
REQUESTS = 400
STARTS = 5
TRIVIAL = """
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

def validate(args, report):
    if args.resource_type == "aws:lambda/function:Function" and args.props.get("timeout", 3) > 900:
        report("timeout is too long")

POLICY = ResourceValidationPolicy("timeout", "Timeouts are short.", validate, EnforcementLevel.MANDATORY)
PolicyPack("trivial", [POLICY])
"""
FUNCTION = request(
    "aws:lambda/function:Function",
    {
        "__defaults": [],
        "name": "discover",
        "architectures": ["arm64"],
        "code": asset("build/discover.zip"),
        "environment": {"__defaults": [], "variables": {f"SETTING_{n}": f"value-{n}" for n in range(12)}},
        "ephemeralStorage": {"__defaults": [], "size": 512},
        "handler": "lambdas.discover.handler.handler",
        "kmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/1",
        "layers": ["arn:aws:lambda:us-east-1:123456789012:layer:runtime:1"],
        "memorySize": 512,
        "role": "arn:aws:iam::123456789012:role/discover",
        "runtime": "python3.13",
        "tagsAll": {f"tag-{n}": "value" for n in range(8)},
        "timeout": 60,
        "tracingConfig": {"__defaults": [], "mode": "Active"},
    },
)
OTHER = request("aws:ec2/routeTable:RouteTable", {"vpcId": "vpc-1", "tagsAll": {f"tag-{n}": "value" for n in range(8)}})

MESSAGES: Final = {
    "functions": [FUNCTION] * REQUESTS,
    "route tables": [OTHER] * REQUESTS,
    "estate": [request(made.kind.token, made.properties("pulumi"), made.name) for made in estate(REQUESTS).resources],
}
"""A type with many rules, a type with few, and a mixture."""


def run() -> dict[str, Any]:
    """Both packs' figures, checkov's, and the ratios; holds when no limit is broken for any kind of resource."""
    with tempfile.TemporaryDirectory() as directory:
        one, ours = measure(trivial_pack(Path(directory))), measure(PACK)
    ratios = {name: round(ours["resources/s"][name] / one["resources/s"][name], 2) for name in MESSAGES}
    checkov = checkov_rate()
    times_checkov = round(ours["resources/s"]["estate"] / checkov, 1)
    return {
        "name": "resources a second through the engine's protocol, all rules on, against a trivial pack and checkov",
        "limit": LIMITS,
        "ratio": {"times the trivial pack": ratios, "times checkov": times_checkov},
        "trivial pack": one,
        "this pack": ours,
        "checkov resources/s": round(checkov),
        "import pulumi_policy s": import_time(),
        "holds": min(ratios.values()) >= LIMITS["times the trivial pack"]
        and times_checkov >= LIMITS["times checkov"]
        and ours["start s"] < LIMITS["start s"],
    }


def trivial_pack(folder: Path) -> Path:
    """Writes the pack of one policy into a folder: what any pack in Python costs."""
    (folder / "PulumiPolicy.yaml").write_text("runtime: python\nname: trivial\nversion: 1.0.0\n", encoding="utf-8")
    (folder / "__main__.py").write_text(TRIVIAL, encoding="utf-8")
    return folder


def measure(pack: Path) -> dict[str, Any]:
    """Median start, and resources per second through the protocol."""
    starts = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        with running(pack) as stub:
            policies = len(stub.GetAnalyzerInfo(EMPTY).policies)
            starts.append(time.perf_counter() - begun)
    with running(pack) as stub:
        rates = {name: rate(stub, messages) for name, messages in MESSAGES.items()}
    return {"policies": policies, "start s": round(statistics.median(starts), 2), "resources/s": rates}


def rate(stub: Any, messages: Sequence[Any]) -> int:
    """Resources a second, one after the other, after a warm-up."""
    for message in messages[:50]:
        judge(stub, message)
    begun = time.perf_counter()
    for message in messages:
        judge(stub, message)
    return round(len(messages) / (time.perf_counter() - begun))


def judge(stub: Any, message: Any) -> None:
    """What the engine asks of a pack for one resource."""
    stub.Remediate(message)
    stub.Analyze(message)


def checkov_rate() -> float:
    """Resources that checkov judges in a second."""
    made, warm_up = estate(REQUESTS), estate(80)
    done = peers.measured(
        "checkov_work.py", warm_up.write_templates(WORK / "small"), made.write_templates(WORK / "estate")
    )
    return REQUESTS / float(done["seconds"])


def import_time() -> float:
    """Seconds that a bare interpreter takes to import the SDK: the floor of every Python pack."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import pulumi_policy"], check=True)
    return round(time.perf_counter() - begun, 2)


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
