"""``python -m advisor model package``: make a package of an ONNX model."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from advisor.errors import InputError
from advisor.model.features_of import features_from
from advisor.model.options import DryRunOption
from advisor.model.place import told
from advisor.model.sizes import SizeOptions, report_sizes
from advisor.places import PROJECT
from domain.models.names import checked_model, checked_version
from domain.models.onnx_file import read_onnx
from domain.models.pickles import looks_like_pickle, pickle_remedy
from lambdas.packages.build import NOT_TOLD, PackageParts, build_package
from lambdas.packages.open import open_package

HANDLER: Final = PROJECT / "lambdas" / "serving" / "handlers" / "tabular_inference.py"


def package(  # noqa: PLR0913, PLR0917 - each option is a parameter
    onnx: Annotated[Path, typer.Argument(help="The model: an ONNX file. A pickle is refused, with how to convert it.")],
    name: Annotated[str, typer.Option("--name", help="Name of the model.")],
    version: Annotated[
        str | None, typer.Option("--version", help="Its version; the start of the model's SHA-256 when not given.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Where the package goes.")] = Path("model.tar.gz"),
    features: Annotated[Path | None, typer.Option("--features", help="features.json of a training run.")] = None,
    header: Annotated[
        Path | None, typer.Option("--header", help="CSV file whose first line names the model's columns, all numbers.")
    ] = None,
    classes: Annotated[
        str, typer.Option("--classes", help="Names of the classes, by commas, in the order of their indices.")
    ] = "",
    target: Annotated[str, typer.Option("--target", help="Column that the model says.")] = "target",
    metrics: Annotated[
        Path | None, typer.Option("--metrics", help='JSON file of what was measured, such as {"accuracy": 0.97}.')
    ] = None,
    handler: Annotated[
        Path, typer.Option("--handler", help="code/inference.py for SageMaker's container.", show_default="ours")
    ] = HANDLER,
    cache_mb: Annotated[int, typer.Option("--cache-mb", help="Cache of the function that is to serve it.")] = 512,
    memory_mb: Annotated[int, typer.Option("--memory-mb", help="Memory of that function.")] = 1769,
    serverless_mb: Annotated[int, typer.Option("--serverless-mb", help="Memory of a serverless endpoint.")] = 2048,
    *,
    dry_run: DryRunOption = False,
) -> None:
    """Make a package: the model, how rows become its input, and a manifest with the SHA-256 of everything in it.

    The same files with the same --version are the same bytes.
    """
    with told("package"):
        model = _model(onnx)
        parts = PackageParts(
            model=checked_model(name),
            version=checked_version(version or hashlib.sha256(model).hexdigest()[:16]),
            created_at=_written_at(onnx),
            onnx=model,
            features=features_from(read_onnx(model), features, header, _listed(classes), target),
            handler=handler.read_bytes(),
            evaluation=json.dumps({"model": {"metrics": _metrics(metrics)}}, sort_keys=True).encode(),
            framework={},
            data_sha256=NOT_TOLD,
            code_sha256=NOT_TOLD,
            metrics=_metrics(metrics),
        )
        data = build_package(parts)
        opened = open_package(data, name=str(out))
        if not dry_run:
            out.write_bytes(data)
    done = "would be written" if dry_run else "written"
    typer.echo(f"{out} {done}: {parts.model} {parts.version}, {len(data):,} bytes, SHA-256 {opened.sha256}")
    report_sizes(data, opened, SizeOptions(cache_mb=cache_mb, memory_mb=memory_mb, serverless_mb=serverless_mb))


def _model(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} could not be read: {error.strerror}") from error
    if looks_like_pickle(data) or path.suffix in (".pkl", ".pickle", ".joblib"):
        raise InputError(f"{path} is a pickle, or holds one; it is never loaded here. {pickle_remedy()}")
    return data


def _written_at(path: Path) -> str:
    """When the model was written: the same file is packed to the same bytes."""
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _listed(classes: str) -> list[str]:
    return [one.strip() for one in classes.split(",") if one.strip()]


def _metrics(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path} holds no metrics: {error}") from error
    if not isinstance(found, dict):
        raise InputError(f'{path} is {type(found).__name__}; accepted: an object such as {{"accuracy": 0.97}}')
    return found
