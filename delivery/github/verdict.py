"""`python -m delivery.github.verdict STAGE…`: fails unless every stage succeeded; a skip or a cancel fails it too."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from delivery.github import gh
from domain.delivery import pipeline_verdict, stage_words


def results_of(needs: str) -> dict[str, str]:
    """Each job's result, from what `toJSON(needs)` gives.

    Raises:
        ValueError: It is not that.
    """
    try:
        return {str(name): str(job["result"]) for name, job in json.loads(needs).items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"NEEDS = {needs!r} is not accepted: what ${{{{ toJSON(needs) }}}} gives") from error


def main(arguments: Sequence[str]) -> int:
    """Judges the jobs in `NEEDS`; exit code 0 for success, 1 for failure, 2 when nothing can be judged."""
    parser = argparse.ArgumentParser(prog="python -m delivery.github.verdict", description=__doc__)
    parser.add_argument("stage", nargs="+", help="a stage that must have succeeded")
    parser.add_argument(
        "--when",
        nargs=2,
        action="append",
        default=[],
        metavar=("YES", "STAGE"),
        help="a stage that must have succeeded unless YES is the word `false`",
    )
    given = parser.parse_args(arguments)
    # Only a plain "false" takes a stage out: an expression that gives nothing leaves it in.
    required = [*given.stage, *(stage for word, stage in given.when if word != "false")]

    def judge() -> int:
        words = stage_words(results_of(gh.variable("NEEDS")), required)
        verdict = pipeline_verdict(words)
        rows = [f"| {name} | {word} |" for name, word in words.items()]
        gh.tell("\n".join([f"**Verdict: {verdict}**", "", "| stage | |", "| --- | --- |", *rows]))
        return 0 if verdict == "success" else 1

    return gh.exit_code(judge)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
