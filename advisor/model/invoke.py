"""``python -m advisor model invoke``: predict rows through an endpoint or the HTTP API."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from advisor.errors import InputError
from advisor.model.http_call import Answer, api_of, call
from advisor.model.options import RegionOption, StackOption
from advisor.model.place import Place, place_of, told
from advisor.options import OutputsOption

JSON_TYPE: Final = "application/json"
READ_TIMEOUT_S: Final = 70
"""A container has 60 s: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html"""
LARGEST_BODY: Final = 6_291_456


def invoke(  # noqa: PLR0913, PLR0917 - each option is a parameter
    rows: Annotated[str | None, typer.Option("--rows", help="JSON array of rows, objects or arrays.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="The rows as a JSON or CSV file (with header).")] = None,
    endpoint: Annotated[str | None, typer.Option("--endpoint", help="SageMaker endpoint.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="HTTP API; the stack's without --endpoint.")] = None,
    api_key: Annotated[
        str | None,
        typer.Option("--api-key", envvar="PREDICTION_API_KEY", help="Key of the HTTP API; the stack's when not given."),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option("--token", envvar="PREDICTION_API_TOKEN", help="JWT of its user pool; else the call is signed."),
    ] = None,
    model: Annotated[str | None, typer.Option("--model", help="HTTP API: which model.")] = None,
    version: Annotated[str | None, typer.Option("--version", help="HTTP API: which version.")] = None,
    stack: StackOption = None,
    outputs: OutputsOption = None,
    region: RegionOption = None,
    *,
    probabilities: Annotated[bool, typer.Option("--probabilities", help="Ask for those of each class.")] = False,
) -> None:
    """Predict rows and print the answer as JSON."""
    with told("invoke"):
        place = place_of(stack, outputs, None, region)
        if endpoint is not None and (model or version or url):
            raise InputError("--endpoint serves one version; --model, --version and --url are of the HTTP API")
        body = json.dumps({"rows": _rows(rows, file), **({"probabilities": True} if probabilities else {})})
        if len(body) > LARGEST_BODY:
            raise InputError(f"the rows take {len(body)} bytes; accepted: {LARGEST_BODY} in one call, so send fewer")
        if endpoint is not None:
            answer = _endpoint(place, endpoint, body)
        else:
            named = {name: value for name, value in (("model", model), ("version", version)) if value}
            api = api_of(place, url, api_key, token)
            answer = call(place, api, "/v1/predict", {**json.loads(body), **named})
    typer.echo(answer.text)
    raise typer.Exit(0 if answer.ok else 1)


def _endpoint(place: Place, endpoint: str, body: str) -> Answer:
    from botocore.exceptions import ClientError

    client = place.client("sagemaker-runtime", read_timeout=READ_TIMEOUT_S)
    try:
        found = client.invoke_endpoint(EndpointName=endpoint, ContentType=JSON_TYPE, Accept=JSON_TYPE, Body=body)
    except ClientError as error:
        said = error.response.get("OriginalMessage")  # what the container answered: it names row and field
        if said is None:
            raise
        return Answer(ok=False, text=str(said))
    return Answer(ok=True, text=found["Body"].read().decode())


def _rows(text: str | None, file: Path | None) -> list[Any]:
    if (text is None) == (file is None):
        raise InputError("give the rows by exactly one of --rows and --file")
    if file is None:
        return _parsed(str(text), "--rows")
    try:
        content = file.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{file} could not be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is no text in UTF-8: {error}") from error
    if file.suffix.lower() != ".csv":
        return _parsed(content, str(file))
    found = [{name: _cell(cell) for name, cell in row.items() if name} for row in csv.DictReader(content.splitlines())]
    if not found:
        raise InputError(f"{file} has no rows below its header")
    return found


def _parsed(text: str, where: str) -> list[Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where} is not JSON: {error}") from error
    found = found.get("rows") if isinstance(found, dict) else found
    if not isinstance(found, list) or not found:
        raise InputError(f'{where} is not an array of one row or more, nor an object with "rows"')
    return found


def _cell(cell: Any) -> Any:
    """A number where a cell is one, null where it is empty, text otherwise."""
    if cell in ("", None):
        return None
    try:
        found = json.loads(cell)
    except (ValueError, TypeError):
        return cell
    return found if isinstance(found, int | float | bool) else cell
