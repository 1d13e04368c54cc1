"""The command line: ``python -m guardrails audit FILE...``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Final

from guardrails.audit.auditor import Auditor
from guardrails.audit.report import Exit, FailOn, Report, StackReport
from guardrails.audit.sources import expanded
from guardrails.catalog import Catalog, load
from guardrails.config.pack_config import PackConfig, read_pack_config

FORMATS: Final = {"table": "table", "json": "json_document", "sarif": "sarif", "markdown": "markdown"}
"""Each output format's module."""

MANIFEST: Final = Path(__file__).parents[2] / "PulumiPolicy.yaml"
EPILOG: Final = """\
exit codes:
  0  no violation at the level of --fail-on or above
  1  violations
  2  a file, the configuration or the command line could not be read; what could be read was audited

examples:
  pulumi stack export | python -m guardrails audit -
  pulumi preview --json > preview.json; python -m guardrails audit preview.json
  python -m guardrails audit 'exports/**/*.json' --output sarif --out guardrails.sarif
"""


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    made = argparse.ArgumentParser(
        prog="python -m guardrails audit",
        description="Check stacks that exist, from what `pulumi stack export` or `pulumi preview --json` wrote.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("files", nargs="+", metavar="FILE", help="file, folder (its *.json), glob, or - for stdin")
    made.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="levels, thresholds and exemptions, in the JSON that Pulumi's --policy-pack-config takes",
    )
    made.add_argument("--output", choices=FORMATS, default="table", help="format of the report (default: table)")
    made.add_argument("--out", type=Path, metavar="FILE", help="write the report to a file instead of stdout")
    made.add_argument(
        "--fail-on",
        type=FailOn,
        choices=list(FailOn),
        default=FailOn.MANDATORY,
        help="lowest level that makes the exit code 1 (default: mandatory)",
    )
    made.add_argument("--jobs", type=_jobs, default=1, metavar="N", help="processes that share the files (default: 1)")
    return made


def main(arguments: Sequence[str]) -> int:
    """Audit, write the report, and return the exit code."""
    given = parser().parse_intermixed_args(arguments)
    catalog = load()
    try:
        auditor = Auditor(catalog, _config(given.config, catalog), datetime.now(UTC).date())
    except (OSError, ValueError) as error:
        sys.stderr.write(f"error: --config {given.config}: {error}\n")
        return Exit.UNREADABLE
    stacks = tuple(_audited(auditor, expanded(given.files), given.jobs))
    rules = {entry.id: entry for entry in catalog.entries}
    report = Report(stacks, rules, version(), auditor.to_review(stacks))
    try:
        _write(import_module(f"guardrails.audit.formats.{FORMATS[given.output]}").render(report), given.out)
    except OSError as error:
        sys.stderr.write(f"error: --out {given.out}: {error.strerror or error}\n")
        return Exit.UNREADABLE
    for stack in report.unreadable:
        sys.stderr.write(f"error: {stack.source}: {stack.error}\n")
    return report.exit_code(given.fail_on)


def version(manifest: Path = MANIFEST) -> str:
    """The pack's own version."""
    lines = manifest.read_text(encoding="utf-8").splitlines()
    return next(line.partition(":")[2].strip() for line in lines if line.startswith("version:"))


def _config(path: Path | None, catalog: Catalog) -> PackConfig:
    """What the organisation decided; nothing without a file.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is no JSON, or the pack does not accept it.
    """
    if path is None:
        return PackConfig()
    return read_pack_config(json.loads(path.read_text(encoding="utf-8")), catalog)


def _audited(auditor: Auditor, sources: Sequence[str], jobs: int) -> Iterator[StackReport]:
    if jobs == 1 or len(sources) == 1:
        yield from map(auditor.audit, sources)
        return
    from concurrent.futures import ProcessPoolExecutor  # these imports would slow every audit of one stack
    from multiprocessing import get_context

    # Not forked: a caller may have threads, and a lock that one of them holds would be held in the copy for ever.
    with ProcessPoolExecutor(min(jobs, len(sources)), get_context("spawn")) as pool:
        yield from pool.map(auditor.audit, sources, chunksize=max(1, len(sources) // (jobs * 4)))


def _write(text: str, target: Path | None) -> None:
    if target is None:
        sys.stdout.write(text)
    else:
        target.write_text(text, encoding="utf-8")


def _jobs(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not accepted; give 1 or more")
    return number
