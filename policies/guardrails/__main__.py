"""``python -m guardrails audit|readme``, in the pack's folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

USAGE: Final = """\
usage: python -m guardrails COMMAND ...

commands:
  audit   check stacks that exist, from their exports or previews; `audit --help` says more
  readme  write the rule table of README.md anew
"""


def main(arguments: Sequence[str]) -> int:
    """Run a command; what only one of them needs is imported for it alone."""
    command, *rest = arguments or ("--help",)
    if command == "audit":
        from guardrails.audit import command as audit

        return audit.main(rest)
    if command == "readme":
        from guardrails import readme

        readme.main()
        return 0
    asked = command in {"--help", "-h"}
    (sys.stdout if asked else sys.stderr).write(USAGE if asked else f"error: there is no command {command}\n{USAGE}")
    return 0 if asked and arguments else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
