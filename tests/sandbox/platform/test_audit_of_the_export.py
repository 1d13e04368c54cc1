"""The audit reads what the engine exports of the deployed platform, and finds it as clean as the pack did."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from guardrails.audit.auditor import Auditor
from guardrails.catalog import load
from guardrails.config.pack_config import PackConfig
from guardrails.rule import Level

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("engine")]


def test_the_deployed_stack_is_clean_in_the_audit_too(deployed: Any, tmp_path: Path) -> None:
    exported = deployed.engine.stack.export_stack()
    document = {"version": exported.version, "deployment": exported.deployment}
    (tmp_path / "export.json").write_text(json.dumps(document), encoding="utf-8")
    report = Auditor(load(), PackConfig(), datetime.now(UTC).date()).audit(str(tmp_path / "export.json"))
    assert (report.error, report.project, report.stack) == ("", "inference-platform", "sandbox")
    assert report.resources > 80
    assert [finding.message for finding in report.findings if finding.level is not Level.ADVISORY] == []
    assert report.undecided == [], "an export holds every value"
