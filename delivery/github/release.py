"""`python -m delivery.github.release`: a release on GitHub with what was delivered since the one before."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from delivery.github import gh, git

PREFIX = "delivery-"
MOST = 200
"""Commits that the notes list; more are counted."""


def notes(subjects: Sequence[str], before: str | None) -> str:
    """The release's text: one line for each commit, newest first."""
    since = f"since {before}" if before else "from the beginning"
    lines = [f"- {subject}" for subject in subjects[:MOST]]
    if len(subjects) > MOST:
        lines.append(f"- … and {len(subjects) - MOST} more")
    return "\n".join([f"Deployed to production, {since}:", "", *(lines or ["- the same commits, deployed again"])])


def main() -> int:
    """Exit code 0 when the release stands, 2 when it could not be made."""

    def make() -> int:
        commit, number = gh.variable("GITHUB_SHA"), gh.variable("GITHUB_RUN_NUMBER")
        attempt = gh.variable("GITHUB_RUN_ATTEMPT")
        tag = f"{PREFIX}{number}" + ("" if attempt == "1" else f".{attempt}")
        tags = git.git("tag", "--list", f"{PREFIX}*", "--merged", commit, "--sort=-creatordate").splitlines()
        before = tags[0] if tags else None
        listed = git.git("log", "--no-merges", "--format=%h %s", f"{before}..{commit}" if before else commit)
        text = notes(listed.splitlines(), before)
        gh.gh(["release", "create", tag, "--target", commit, "--title", tag, "--notes-file", "-"], text)
        gh.tell(f"Release `{tag}`.\n\n{text}")
        return 0

    return gh.exit_code(make)


if __name__ == "__main__":
    sys.exit(main())
