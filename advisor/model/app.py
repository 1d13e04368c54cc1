"""``python -m advisor model``: the list of its commands; each is a module of its own."""

from __future__ import annotations

from typing import Final

import typer

from advisor.lazy import Entry, LazyCommands

COMMANDS: Final = {
    "package": Entry("advisor.model.package", "package", "Make a package of an ONNX model."),
    "upload": Entry("advisor.model.upload", "upload", "Store a package once, signed where the stack signs."),
    "approve": Entry("advisor.model.approve", "approve", "Approve or reject a version in the model registry."),
    "deploy": Entry("advisor.model.deploy", "deploy", "Serve a version on a SageMaker endpoint of its own."),
    "invoke": Entry("advisor.model.invoke", "invoke", "Predict rows through an endpoint or the HTTP API."),
    "list": Entry("advisor.model.listing", "list_models", "Versions, their approval, and which is in service."),
    "delete": Entry("advisor.model.delete", "delete", "Delete an endpoint with its configuration and models."),
    "split": Entry("advisor.model.rollout", "split", "Give a second version a lasting share of the HTTP calls."),
    "promote": Entry("advisor.model.rollout", "promote", "Put the second version in service for all HTTP calls."),
    "rollback": Entry("advisor.model.rollout", "rollback", "Go back to what served before, endpoint and HTTP API."),
}


class _Commands(LazyCommands):
    table = COMMANDS


app = typer.Typer(
    cls=_Commands, add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def model() -> None:
    """Package, upload, approve, deploy, call and take back models."""
