"""Start-up time and Analyze throughput of the policy pack, against a pack of one trivial policy in the same run.

Both packs run as the engine's language host starts them.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.policies.analyzer import EMPTY, PACK, asset, request, running

LIMIT = 0.6
REQUESTS = 400
STARTS = 3
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


def run() -> dict[str, Any]:
    """Both packs' figures and their ratio; holds when no type falls below ``LIMIT``."""
    with tempfile.TemporaryDirectory() as directory:
        trivial = Path(directory)
        (trivial / "PulumiPolicy.yaml").write_text("runtime: python\nname: trivial\n", encoding="utf-8")
        (trivial / "__main__.py").write_text(TRIVIAL, encoding="utf-8")
        one, ours = measure(trivial), measure(PACK)
    ratios = {key: round(ours[key] / one[key], 2) for key in ("functions/s", "route tables/s")}
    return {
        "name": "resources a second through the Analyzer protocol, all rules on, against a pack of one trivial policy",
        "limit": LIMIT,
        "ratio": ratios,
        "trivial pack": one,
        "this pack": ours,
        "import pulumi_policy s": import_time(),
        "holds": min(ratios.values()) >= LIMIT,
    }


def measure(pack: Path) -> dict[str, float]:
    """Median start, and resources per second through the protocol."""
    starts = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        with running(pack) as stub:
            policies = len(stub.GetAnalyzerInfo(EMPTY).policies)
            starts.append(time.perf_counter() - begun)
    with running(pack) as stub:
        rates = {name: rate(stub, message) for name, message in (("functions/s", FUNCTION), ("route tables/s", OTHER))}
    return {"policies": policies, "start s": round(statistics.median(starts), 2), **rates}


def rate(stub: Any, message: object) -> float:
    """Analyze calls a second, one after the other, after a warm-up."""
    analyze = stub.Analyze
    for _ in range(50):
        analyze(message)
    begun = time.perf_counter()
    for _ in range(REQUESTS):
        analyze(message)
    return round(REQUESTS / (time.perf_counter() - begun))


def import_time() -> float:
    """Seconds that a bare interpreter takes to import the SDK: the floor of every Python pack."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import pulumi_policy"], check=True)
    return round(time.perf_counter() - begun, 2)
