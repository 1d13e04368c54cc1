"""What the workflows ask the repository's history."""

from __future__ import annotations

import re
import subprocess

from delivery.github.gh import GitHubError

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}")


def git(*arguments: str) -> str:
    """Run `git`; returns what it printed, without the last line's end.

    Raises:
        GitHubError: It failed; the message has its own words.
    """
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise GitHubError(f"`git {' '.join(arguments[:3])}` failed: {done.stderr.strip()}")
    return done.stdout.strip()


def commit_on_main(name: str, branch: str = "origin/main") -> str:
    """The full hash of a commit or tag that is part of the branch.

    Raises:
        ValueError: It is no name of a commit, there is none of it, or it is not part of the branch: nothing that never
            passed the gate is deployed, also not in a hurry.
    """
    accepted = f"a commit or a tag that is part of {branch}"
    if not _SAFE.fullmatch(name) or ".." in name:
        raise ValueError(f"commit = {name!r} is not accepted: {accepted}")
    try:
        found = git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        git("merge-base", "--is-ancestor", found, branch)
    except GitHubError as error:
        raise ValueError(f"commit = {name!r} is not accepted: {accepted}") from error
    return found
