"""`python -m delivery.github.promote`: the last question before production, asked inside of the job that deploys it.

The order of the jobs asks it too. This asks again because an environment without required reviewers approves by itself,
and GitHub makes such an environment for any name that a workflow uses first:
https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from delivery.github import gh
from delivery.github.verdict import results_of
from domain.delivery import promotion

ENVIRONMENT = "production"


def approved(reviews: Any) -> bool:
    """Whether a run's reviews say that a person let it into production.

    Args:
        reviews: What GitHub lists for a run: the state and the environments of each review. A rejection beside an
            approval is no approval.
    """
    if not isinstance(reviews, list):
        return False
    states = {
        review.get("state")
        for review in reviews
        if isinstance(review, dict)
        and any(isinstance(one, dict) and one.get("name") == ENVIRONMENT for one in review.get("environments") or [])
    }
    return states == {"approved"}


def main(arguments: Sequence[str]) -> int:
    """Exit code 0 when production may be deployed, 1 when not, 2 when GitHub could not be asked."""
    parser = argparse.ArgumentParser(prog="python -m delivery.github.promote", description=__doc__)
    parser.add_argument("--approval-only", action="store_true", help="for a rollback, which staging tells nothing of")
    given = parser.parse_args(arguments)

    def ask() -> int:
        repository, run = gh.variable("GITHUB_REPOSITORY"), gh.variable("GITHUB_RUN_ID")
        # https://docs.github.com/en/rest/actions/workflow-runs#get-the-review-history-for-a-workflow-run
        person = approved(gh.api(f"repos/{repository}/actions/runs/{run}/approvals"))
        if given.approval_only:
            results = dict.fromkeys(("staging-deploy", "staging-smoke", "staging-canary"), "success")
        else:
            results = results_of(gh.variable("NEEDS"))
        answer = promotion(results, person)
        gh.tell(f"Production: {'yes' if answer.ok else 'no'}. {answer.reason}.")
        if not person:
            gh.tell(f"Give the environment `{ENVIRONMENT}` required reviewers (Settings, Environments) and run again.")
        return 0 if answer.ok else 1

    return gh.exit_code(ask)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
