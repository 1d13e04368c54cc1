"""This pack's audit over an export: ``audit_work.py WARM_UP WORK [RULE ...]``; all rules, or those that are named."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "policies"))

from guardrails.audit.auditor import Auditor
from guardrails.catalog import Catalog, load
from guardrails.config.pack_config import PackConfig
from work import report

NAMED = frozenset(sys.argv[3:])
RULES = Catalog(tuple(entry for entry in load().entries if not NAMED or entry.id in NAMED))
AUDITOR = Auditor(RULES, PackConfig(), date(2026, 11, 23))


def judge(path: Path) -> set[tuple[str, str]]:
    """Rule and resource of each violation."""
    done = AUDITOR.audit(str(path))
    if done.error:
        raise SystemExit(f"{path} {done.error}")
    return {(finding.rule, finding.resource) for finding in done.findings}


if __name__ == "__main__":
    report(judge, Path(sys.argv[1]), Path(sys.argv[2]))
