"""A value that the engine marks as secret is in no output of the report, wherever the preview has it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from advisor.cost.command import Assumptions
from advisor.places import PROJECT
from advisor.prices.book import load_prices
from advisor.report.access.changes import access_changes
from advisor.report.build import Circumstances, report_of
from advisor.report.files import write
from advisor.report.model import Audit, Effect
from advisor.report.preview import read_preview
from advisor.stack.plain import SIGNATURE
from advisor.usage.profile import Usage
from tests.advisor.report.steps import BUCKET, LOGS, ROLE, ROLE_POLICY, allow, document_of, policy, same, step

pytestmark = pytest.mark.xdist_group("pulumi_aws")

CANARY: Final = "canary-7f3a"
FUNCTION: Final = "aws:lambda/function:Function"
OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
TRUST: Final = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": f"arn:aws:iam::1:role/{CANARY}"}}
SEALS: Final = {
    "plaintext": lambda value: {**MARK, "plaintext": json.dumps(value), "ciphertext": f"v1:{CANARY}"},
    "ciphertext": lambda _value: {**MARK, "ciphertext": f"v1:{CANARY}"},
    "on the wire": lambda value: {**MARK, "value": value},
    "an output": lambda value: {SIGNATURE: OUTPUT, "value": value, "secret": True, "dependencies": []},
    "hidden": lambda _value: "[secret]",
}
"""How the engine writes a secret. The last is how `pulumi preview --json` does."""
MARK: Final = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270"}


def preview_with(seal: Any) -> str:
    """A preview with a secret in each kind of place, before and after."""
    allowed = seal(policy(allow("s3:GetObject", f"arn:aws:s3:::{CANARY}/*")))
    function = {
        "memorySize": 512,
        "description": seal(CANARY),
        "tags": {"Owner": seal(CANARY)},
        "environment": {"variables": {"DB": seal(CANARY), "MODE": "fast"}},
    }
    outputs = {"description": seal(CANARY), "tags": seal({"Owner": CANARY})}
    differs = {path: {"kind": "update"} for path in ("description", "tags.Owner", "environment.variables", "policy")}
    return document_of(
        step("update", FUNCTION, "f", function, function, state={"outputs": outputs}, detailedDiff=differs),
        step("update", ROLE_POLICY, "p", {"role": "r", "policy": allowed}, {"role": "r", "policy": allowed}),
        step("create", ROLE_POLICY, "new", None, {"role": seal(CANARY), "policy": allowed}, detailedDiff=differs),
        step("create", ROLE, "role", None, {"assumeRolePolicy": seal(policy(TRUST)), "inlinePolicies": seal([CANARY])}),
        step("delete", BUCKET, "gone", {"bucket": seal(CANARY)}, state={"outputs": {"id": seal(CANARY)}}),
        same(LOGS, "logs", {"name": seal(CANARY), "tags": seal({"a": CANARY})}),
        config={"aws:region": "us-east-1", "other-program:secret": seal(CANARY)},
        outputs={"endpoint": seal(CANARY)},
    )


@pytest.mark.parametrize("seal", SEALS)
def test_a_secret_is_in_no_output_and_not_in_what_the_pack_is_given(seal: str, tmp_path: Path) -> None:
    given: list[str] = []

    def audit(text: str) -> Audit:
        given.append(text)
        return Audit(ran=True)

    assumed = Assumptions(load_prices(), Usage(), "usage", datetime(2026, 11, 26, tzinfo=UTC).date())
    made = Circumstances(assumed, datetime(2026, 11, 26, tzinfo=UTC), PROJECT, audit=audit)
    found = report_of(preview_with(SEALS[seal]), "f", made)
    written = [path.read_text(encoding="utf-8") for path in write(found, tmp_path)]
    assert len(written) == 3
    assert [CANARY in text for text in (*written, *given)] == [False] * 4
    assert all("(a secret)" in text for text in written)
    assert found.problems == ()
    assert found.cost is not None
    assert found.cost.after.expected > 0 or not found.cost.complete


@pytest.mark.parametrize("seal", SEALS)
def test_a_sealed_policy_is_an_unknown_one_and_never_no_permission(seal: str) -> None:
    found = access_changes(read_preview(preview_with(SEALS[seal]), "f").plans)
    assert {(one.policy, one.effect) for one in found} >= {("new", Effect.UNKNOWN)}
    assert all(one.effect is Effect.UNKNOWN for one in found)


def test_the_pack_is_given_everything_that_is_no_secret() -> None:
    text = document_of(same(LOGS, "logs", {"name": "open", "retentionInDays": 30}))
    assert read_preview(text, "f").document == json.loads(text)
