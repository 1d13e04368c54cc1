"""Fixtures of iam-policy-not-action."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U
from tests.policies.cases.iam_documents import NO_DOCUMENT, OBJECTS, policy


def document(effect: object, **more: object) -> dict[str, object]:
    return {"Statement": [{"Effect": effect, **more}]}


EXCEPT = {"NotAction": U, "Resource": "*"}
ELSEWHERE = {"Action": "s3:GetObject", "notresource": OBJECTS}

CASES = Cases(
    passes=[
        policy(document("Deny", **EXCEPT)),
        policy(document("Deny", **ELSEWHERE)),
        policy(document("Allow", Action="s3:GetObject", Resource=OBJECTS)),
    ],
    fails=[
        policy(document("Allow", **EXCEPT), "policy.Statement[0].NotAction is combined"),
        policy(document("Allow", **ELSEWHERE), "policy.Statement[0].notresource is combined"),
    ],
    not_applicable=[NO_DOCUMENT],
    unknown=[policy(U), policy(document(U, NotAction="s3:*", Resource="*"))],
)
