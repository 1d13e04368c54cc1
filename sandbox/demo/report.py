"""Shows what a demonstration found: a table of the paths, the checks, and the figures as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from sandbox.demo.checks import Check, accuracy, percentile
from sandbox.demo.pipeline import TrainingRun
from sandbox.demo.runs import Run


def figures_of(run: Run, unseen: Mapping[str, int]) -> dict[str, Any]:
    """The figures of one run, from its records; latencies in milliseconds, accuracy 0 to 1."""
    latencies = [record["latency_ms"] for record in run.records if record["latency_ms"] is not None]
    fallbacks: dict[str, int] = {}
    for record in run.records:
        if reason := record["fallback_reason"]:
            fallbacks[reason] = fallbacks.get(reason, 0) + 1
    judged = any(record["key"] in unseen for record in run.records)
    return {
        "run": run.name,
        "status": run.status,
        "seconds": round(run.seconds, 2),
        "paths": sorted({str(record["path"]) for record in run.records}),
        "files": len(run.records),
        "accuracy_unseen": round(accuracy(run.records, unseen), 4) if judged else None,
        "p50_ms": percentile(latencies, 0.5),
        "p95_ms": percentile(latencies, 0.95),
        "cold_starts": sum(bool(record["cold_start"]) for record in run.records),
        "fallbacks": fallbacks,
    }


def training_figures(run: TrainingRun) -> dict[str, Any]:
    """The figures of one run of the training pipeline."""
    return {
        "run": run.name,
        "status": run.status,
        "seconds": round(run.seconds, 2),
        "end": run.states[-1],
        "error": run.error,
    }


def document(
    runs: Sequence[Mapping[str, Any]],
    checks: Sequence[Check],
    costs: Mapping[str, Any],
    training: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """The result of the runs, as it goes to `build/demo.json` with the machine's figures."""
    return {
        "passed": all(check.holds for check in checks),
        "runs": list(runs),
        "costs": costs,
        "training": list(training),
        "checks": [asdict(check) for check in checks],
    }


def show(result: Mapping[str, Any], console: Console) -> None:
    """Prints the paths' table, the checks and one closing line."""
    table = Table(title="Inference on real files")
    for column in ("run", "path", "files", "accuracy", "p50 ms", "p95 ms", "cold starts", "fallbacks", "seconds"):
        table.add_column(column, justify="left" if column in {"run", "path"} else "right")
    for run in result["runs"]:
        fallbacks = ", ".join(f"{count} {reason}" for reason, count in run["fallbacks"].items())
        table.add_row(
            run["run"],
            ", ".join(run["paths"]) or run["status"],
            str(run["files"]),
            _number(run["accuracy_unseen"], 4),
            _number(run["p50_ms"], 1),
            _number(run["p95_ms"], 1),
            str(run["cold_starts"]),
            fallbacks or "0",
            _number(run["seconds"], 1),
        )
    console.print(table)
    _show_costs(result["costs"], console)
    _show_training(result["training"], console)
    for check in result["checks"]:
        mark = "[green]ok[/green]    " if check["holds"] else "[red]FAILED[/red]"
        console.print(f"{mark} {check['name']} [dim]({check['found']})[/dim]", highlight=False)
    held = sum(check["holds"] for check in result["checks"])
    console.print(f"[bold]{held} of {len(result['checks'])} checks hold[/bold]", highlight=False)


def _show_costs(costs: Mapping[str, Any], console: Console) -> None:
    """What the function did in its run, and what a month of the stack costs."""
    run = costs["auto_stop"]["run"]
    stopped = Table(title=f"Auto-stop: {run['saves_usd_per_hour']:.3f} USD an hour saved, then restored")
    stopped.add_column("decision")
    for line in [*run["stopped"], *run["kept_examples"]]:
        stopped.add_row(line)
    console.print(stopped)
    month = Table(title="A month of this stack in us-east-1, US dollars (build/estimate.md)")
    for column in ("theme", "low", "expected", "high"):
        month.add_column(column, justify="left" if column == "theme" else "right")
    for theme, amounts in [*costs["estimate"]["themes"].items(), ("total", costs["estimate"]["total"])]:
        month.add_row(theme, *(_number(amounts[name], 2) for name in ("low", "expected", "high")))
    console.print(month)
    if not costs["estimate"]["complete"]:
        console.print("Not everything has a price: build/estimate.md names what is not in these sums.")


def _show_training(runs: Sequence[Mapping[str, Any]], console: Console) -> None:
    """Each run of the training pipeline, and where it ended."""
    table = Table(title="The training pipeline")
    for column in ("data", "end", "seconds", "why"):
        table.add_column(column, justify="right" if column == "seconds" else "left")
    for run in runs:
        table.add_row(run["run"], run["end"], _number(run["seconds"], 1), run["error"][:160] or "-")
    console.print(table)


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def main(arguments: Sequence[str]) -> int:
    """Shows the figures of an earlier demonstration again."""
    path = Path(arguments[0]) if arguments else Path("build/demo.json")
    if not path.exists():
        sys.stderr.write(f"error: {path} is not there: run `make demo` first\n")
        return 1
    show(json.loads(path.read_text()), Console())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
