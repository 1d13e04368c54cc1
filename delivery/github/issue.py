"""`python -m delivery.github.issue drift|audit …`: opens, updates or closes the one issue about a regular look.

A look that could not be taken is told as well: nothing known is not "nothing found".
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from delivery.github import gh

TITLES = {
    "drift": "Drift: what runs is not what the program says",
    "audit": "Policy audit: what was deployed breaks the policy pack of today",
}
LONGEST = 60_000
"""Characters of an issue's text: GitHub takes 65,536, and a cut text says so."""


def body_of(look: str, result: str, stacks: Sequence[str], folder: Path) -> str:
    """The issue's text: what each stack's look said; a stack without a text says that it could not be looked at."""
    parts = [f"<!-- inference-platform {look} -->", f"The job `{look}` ended with: {result}."]
    for stack in stacks:
        file = folder / f"{stack}.md"
        text = file.read_text(encoding="utf-8").strip() if file.exists() else "could not be looked at: see the run."
        parts.append(f"## {stack}\n\n{text}")
    whole = "\n\n".join(parts)
    return whole if len(whole) <= LONGEST else whole[:LONGEST] + "\n\n… cut here; the run's artifacts have it whole."


def settle(repository: str, look: str, result: str, body: str) -> str:
    """Bring the issue to what was found; returns what was done.

    Raises:
        GitHubError: GitHub could not be asked.
    """
    listed: list[dict[str, Any]] = gh.api(f"repos/{repository}/issues?state=open&per_page=100")
    mark = f"<!-- inference-platform {look} -->"
    found = next((one for one in listed if str(one.get("body") or "").startswith(mark)), None)
    if result == "success":
        if found is None:
            return "nothing found, nothing open"
        gh.api(f"repos/{repository}/issues/{found['number']}", "PATCH", {"state": "closed", "body": body})
        return f"closed #{found['number']}"
    if found is None:
        made = gh.api(f"repos/{repository}/issues", "POST", {"title": TITLES[look], "body": body})
        return f"opened #{made['number']}"
    gh.api(f"repos/{repository}/issues/{found['number']}", "PATCH", {"body": body})
    return f"updated #{found['number']}"


def main(arguments: Sequence[str]) -> int:
    """Exit code 0 when the issue says what was found, 2 when it could not be written."""
    parser = argparse.ArgumentParser(prog="python -m delivery.github.issue", description=__doc__)
    parser.add_argument("look", choices=sorted(TITLES))
    parser.add_argument("--result", required=True, help="the job's result: only `success` closes the issue")
    parser.add_argument("--stack", action="append", required=True)
    parser.add_argument("folder", type=Path, help="with STACK.md for each stack that was looked at")
    given = parser.parse_args(arguments)

    def write() -> int:
        body = body_of(given.look, given.result, given.stack, given.folder)
        print(settle(gh.variable("GITHUB_REPOSITORY"), given.look, given.result, body))
        return 0

    return gh.exit_code(write)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
