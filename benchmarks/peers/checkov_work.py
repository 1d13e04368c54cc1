"""checkov over templates: ``checkov_work.py WARM_UP WORK``, folders of JSON templates; all of its checks."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from checkov.cloudformation.runner import Runner
from checkov.runner_filter import RunnerFilter
from work import report


def judge(folder: Path) -> set[tuple[str, str]]:
    """Check and resource of each failed check."""
    done = Runner().run(root_folder=str(folder), runner_filter=RunnerFilter(framework=["cloudformation"]))
    reports = done if isinstance(done, list) else [done]
    return {(record.check_id, record.resource.rpartition(".")[2]) for one in reports for record in one.failed_checks}


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    report(judge, Path(sys.argv[1]), Path(sys.argv[2]))
