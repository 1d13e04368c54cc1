"""cfn-guard over templates: ``guard_work.py WARM_UP WORK``, folders of JSON templates.

The Rust function is called with the templates' text, without the wheel's own conversion of its answer into objects.
The wheel (0.3.3) returns only the last part of an answer of more than 8 KB. So what it finds is compared on templates
of few resources, and on large ones it is timed only.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path

from cfn_guard_rs.cfn_guard_rs import run_checks_rs
from work import report

RULES = Path(__file__).with_name("same_checks.guard").read_text(encoding="utf-8")


def judge(folder: Path) -> set[tuple[str, str]]:
    """Rule and resource of each failed check."""
    found: set[tuple[str, str]] = set()
    for path in sorted(folder.glob("*.json")):
        answer = run_checks_rs(path.read_text(encoding="utf-8"), RULES, False)
        with contextlib.suppress(ValueError):  # the rest of an answer that lost its beginning
            failed = [entry["Rule"] for entry in json.loads(answer)["not_compliant"]]
            found |= {(rule["name"].replace("_", "-"), place) for rule in failed for place in _places(rule)}
    return found


def _places(node: object) -> set[str]:
    """The resources in whose properties a rule's checks failed."""
    if isinstance(node, dict):
        own = {node["path"].split("/")[2]} if str(node.get("path", "")).startswith("/Resources/") else set()
        return own.union(*map(_places, node.values()))
    return set().union(*map(_places, node)) if isinstance(node, list) else set()


if __name__ == "__main__":
    report(judge, Path(sys.argv[1]), Path(sys.argv[2]))
