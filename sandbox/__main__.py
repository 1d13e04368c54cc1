"""`python -m sandbox serve | env | stop | preview | previews`."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Annotated

import psutil
import typer

from sandbox import lifecycle
from sandbox.context import SandboxOptions

app = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True, help="AWS on this machine."
)
Directory = Annotated[Path, typer.Option("--dir", help="Folder of the server: its state, its log, server.json.")]
_DEFAULT = Path("build/sandbox")


@app.command()
def serve(
    directory: Directory = _DEFAULT,
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 0,
    option: Annotated[list[str] | None, typer.Option(help="A sandbox option, such as cold_start_s=0.5.")] = None,
    watch_stdin: Annotated[bool, typer.Option(hidden=True, help="End when standard input does.")] = False,
) -> None:
    """Serves AWS on a loopback port until Ctrl-C; replaces a server that the folder already has."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("sandbox").setLevel(logging.INFO)
    # The interpreter logs every state that fails and every path that IsPresent finds absent as an error of its own.
    logging.getLogger("moto.stepfunctions").setLevel(logging.CRITICAL)
    try:
        options = SandboxOptions().changed(dict(pair.split("=", 1) for pair in option or []))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--option") from error
    from sandbox.server import Server

    directory.mkdir(parents=True, exist_ok=True)
    lifecycle.stop(directory)
    server = Server(directory.resolve(), port, options)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: server.stop())
    if watch_stdin:
        threading.Thread(target=_watch, args=(server.stop,), daemon=True).start()
    identity = server.identity
    created = psutil.Process().create_time()
    record = lifecycle.ServerRecord(
        os.getpid(), created, identity.port, identity.token, identity.access_key_id, identity.secret_access_key
    )
    lifecycle.write_record(directory, record)
    typer.echo(f"AWS is at {record.url}. It starts anew: nothing of an earlier run is there. Ctrl-C ends it.")
    typer.echo(f"In another shell: . <(python -m sandbox env --dir {directory})")
    try:
        server.serve()
    finally:
        if lifecycle.read_record(directory) == record:
            (directory / "server.json").unlink(missing_ok=True)


@app.command()
def env(directory: Directory = _DEFAULT) -> None:
    """Prints the shell exports that point AWS clients and Pulumi at the running server."""
    running = lifecycle.attach(directory.resolve())
    if running is None:
        typer.echo(f"no sandbox server answers for {directory}; start one with: python -m sandbox serve", err=True)
        raise typer.Exit(1)
    typer.echo(lifecycle.shell_exports(running), nl=False)


@app.command()
def stop(directory: Directory = _DEFAULT) -> None:
    """Ends the server of the folder."""
    ended = lifecycle.stop(directory.resolve())
    typer.echo("stopped" if ended else f"no sandbox server was running for {directory}")


@app.command()
def preview(
    stack: Annotated[str, typer.Option(help="The stack to preview: sandbox, staging, prod or one of yours.")],
) -> None:
    """Previews a stack with the policy pack against a sandbox of its own; needs no account."""
    from sandbox.preview import preview as run

    try:
        code = run(stack)
    except FileNotFoundError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2) from error
    raise typer.Exit(code)


@app.command()
def previews(
    folder: Annotated[Path, typer.Argument(help="Where to write <stack>.json, for the policy pack's audit.")],
    stack: Annotated[list[str], typer.Option(help="A stack; may be given several times.")],
) -> None:
    """Writes previews of stacks as JSON, made against a sandbox of their own; needs no account."""
    from sandbox.preview import write_previews

    try:
        write_previews(stack, folder)
    except FileNotFoundError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2) from error
    except subprocess.CalledProcessError as error:
        typer.echo(
            f"the preview of stack {error.cmd[-1]} failed; its errors are in {folder}/{error.cmd[-1]}.json", err=True
        )
        raise typer.Exit(1) from error


def _watch(stop_server: object) -> None:
    """Ends the server when the process that started it has gone; a byte on the pipe says that it may stay."""
    if os.read(sys.stdin.fileno(), 1) == b"" and callable(stop_server):
        stop_server()


if __name__ == "__main__":
    app()
