"""`python -m delivery.github.target --stack STACK --reason WHY COMMIT`: what a rollback goes back to, or a refusal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from delivery.github import gh, git
from domain.checks import text
from domain.delivery.order import environment_of


def main(arguments: Sequence[str]) -> int:
    """Exit code 0 with the output `commit`, 2 when the input is not accepted."""
    parser = argparse.ArgumentParser(prog="python -m delivery.github.target", description=__doc__)
    parser.add_argument("--stack", required=True)
    parser.add_argument("--reason", required=True)
    parser.add_argument("commit")
    given = parser.parse_args(arguments)

    def find() -> int:
        environment = environment_of(given.stack)
        reason = text("reason", given.reason.strip())
        commit = git.commit_on_main(given.commit)
        gh.output("commit", commit)
        quoted = reason.replace("`", "'")
        gh.tell(f"Back to `{commit}` in stack `{given.stack}` (environment `{environment}`). Reason: `{quoted}`")
        return 0

    return gh.exit_code(find)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
