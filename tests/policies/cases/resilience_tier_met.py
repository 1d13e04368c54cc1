"""Fixtures of resilience-tier-met."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U

TOKEN = "inference-platform:resilience:Resilience"


def component(**props: object) -> Case:
    return Case(TOKEN, {"tier": 1.0, "rtoSeconds": 300.0, "rpoSeconds": 0.0, **props})


MET = component()

CASES = Cases(
    passes=[
        MET,
        MET.but(rpoSeconds=1.0),
        MET.but(tier=2.0),
        MET.but(tier=2.0, rtoSeconds=1800.0),
        MET.but(tier=2.0, rpoSeconds=3600.0),
        MET.but(tier=3.0, rtoSeconds=14400.0, rpoSeconds=86400.0),
    ],
    fails=[
        MET.but(("rtoSeconds is 301, but tier 1 allows at most 300 s;",), rtoSeconds=301.0),
        MET.but(("rtoSeconds is 1800, but tier 1 allows at most 300 s;",), rtoSeconds=1800.0),
        MET.but(("rtoSeconds is not set, but tier 1 allows at most 300 s;",), rtoSeconds=None),
        MET.but(("rpoSeconds is 1.5, but tier 1 allows at most 1 s;",), rpoSeconds=1.5),
        MET.but(("rpoSeconds is not set, but tier 1 allows at most 1 s;",), rpoSeconds=None),
        MET.but(("rtoSeconds is 1801, but tier 2 allows at most 1800 s;",), tier=2.0, rtoSeconds=1801.0),
        MET.but(("rpoSeconds is 3601, but tier 2 allows at most 3600 s;",), tier=2.0, rpoSeconds=3601.0),
        MET.but(
            ("rtoSeconds is 14401, but tier 3 allows at most 14400 s;",),
            tier=3.0,
            rtoSeconds=14401.0,
            rpoSeconds=86400.0,
        ),
        MET.but(("tier is 4; accepted: 1, 2 or 3;",), tier=4.0),
        MET.but(("tier is missing; accepted: 1, 2 or 3;",), tier=None),
    ],
    not_applicable=[],
    unknown=[MET.but(tier=U), MET.but(rtoSeconds=U), MET.but(rpoSeconds=U)],
    always_applicable=True,
)
