"""What the policy pack says of both Regions with failover records, by either kind of health check."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from guardrails.audit.auditor import Auditor
from guardrails.catalog import load
from guardrails.config.pack_config import PackConfig

from tests.components.resilience.site_cases import dns_settings
from tests.components.resilience.theme_support import two_regions
from tests.program.test_guardrails import exported

pytestmark = pytest.mark.xdist_group("pulumi_aws")


@pytest.mark.parametrize("check", ["canary", "https"])
def test_the_policy_pack_has_nothing_to_say(project: Path, tmp_path: Path, check: str) -> None:
    stack = two_regions(project, dns=dns_settings(check=check).model_dump(mode="json", exclude_none=True))
    assert len(stack.all("aws:route53/healthCheck:HealthCheck")) == 2
    (tmp_path / "stack.json").write_text(exported(stack), encoding="utf-8")
    report = Auditor(load(), PackConfig(), datetime.now(UTC).date()).audit(str(tmp_path / "stack.json"))
    assert report.error == ""
    said = [f"{finding.rule}: {finding.message}" for finding in report.findings]
    # The platform of these tests has no network, which is said of its instance-backed models whatever the theme is.
    assert [one for one in said if not one.startswith("sagemaker-container-vpc")] == []
