"""Our own stacks keep the rules that we would enforce on others.

Proof limit: what AWS computes comes from mocks here. `make policy` audits what the engine makes of the stacks.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import pytest
from guardrails.audit.auditor import Auditor
from guardrails.catalog import load
from guardrails.config.pack_config import PackConfig
from guardrails.rule import Level

from tests.components.support.export import exported
from tests.program.test_program import STACKS, recorded_once


@pytest.mark.parametrize("stack", STACKS)
def test_no_mandatory_rule_is_broken(stack: str, project: Path, tmp_path: Path) -> None:
    (tmp_path / "stack.json").write_text(exported(recorded_once(stack, project)), encoding="utf-8")
    report = Auditor(load(), PackConfig(), datetime.now(UTC).date()).audit(str(tmp_path / "stack.json"))
    assert report.error == ""
    assert report.resources > 80
    assert [finding.message for finding in report.findings if finding.level is not Level.ADVISORY] == []


def test_a_mistake_in_a_stack_would_be_seen(project: Path, tmp_path: Path) -> None:
    recorded = deepcopy(recorded_once("staging", project))
    function = recorded.all("aws:lambda/function:Function")[0]
    recorded.resources = [
        one for one in recorded.resources if one.type != "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
    ]
    function.inputs["timeout"] = 901  # type: ignore[index]
    (tmp_path / "stack.json").write_text(exported(recorded), encoding="utf-8")
    report = Auditor(load(), PackConfig(), datetime.now(UTC).date()).audit(str(tmp_path / "stack.json"))
    assert {"lambda-function-timeout", "s3-bucket-without-public-access-block"} <= {one.rule for one in report.findings}
