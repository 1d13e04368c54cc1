"""`python -m delivery.github.comment --number N FILE…`: one comment for each file, edited in place when it is there."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from delivery.github import gh

LONGEST = 65_536
"""Characters of a comment that GitHub takes (https://github.com/pulumi/actions/issues/1169)."""
_MARKER = re.compile(r"<!-- inference-platform report: [A-Za-z0-9._-]+ -->")
BOT = "github-actions[bot]"
"""Who writes with a workflow's token; a comment of anybody else is never edited, whatever its first line says."""


def marker_of(body: str) -> str:
    """The first line of a comment, by which the next run finds it again.

    Raises:
        ValueError: The first line is no marker, or the text is longer than GitHub takes.
    """
    first = body.split("\n", 1)[0].strip()
    if not _MARKER.fullmatch(first):
        raise ValueError(f"first line = {first[:80]!r} is not accepted: <!-- inference-platform report: STACK -->")
    if len(body) > LONGEST:
        raise ValueError(f"comment = {len(body)} characters is not accepted: {LONGEST} at most")
    return first


def post(repository: str, number: int, body: str) -> str:
    """Write the comment, or edit the one that has the same marker; returns "edited" or "written".

    Raises:
        ValueError: As :func:`marker_of`.
        GitHubError: GitHub could not be asked.
    """
    marker = marker_of(body)
    for comment in gh.api(f"repos/{repository}/issues/{number}/comments?per_page=100"):
        if comment["user"]["login"] == BOT and str(comment["body"]).split("\n", 1)[0].strip() == marker:
            gh.api(f"repos/{repository}/issues/comments/{comment['id']}", "PATCH", {"body": body})
            return "edited"
    gh.api(f"repos/{repository}/issues/{number}/comments", "POST", {"body": body})
    return "written"


def main(arguments: Sequence[str]) -> int:
    """Exit code 0 when every comment stands, 2 when one could not be written."""
    parser = argparse.ArgumentParser(prog="python -m delivery.github.comment", description=__doc__)
    parser.add_argument("--number", type=int, required=True, help="of the pull request")
    parser.add_argument("file", nargs="+", type=Path, help="Markdown whose first line is the marker")
    given = parser.parse_args(arguments)

    def write() -> int:
        for file in given.file:
            done = post(gh.variable("GITHUB_REPOSITORY"), given.number, file.read_text(encoding="utf-8"))
            print(f"{file}: {done}")
        return 0

    return gh.exit_code(write)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
