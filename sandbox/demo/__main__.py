"""`python -m sandbox.demo`: deploys to the sandbox, runs the work, checks it, shows it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import boto3
import psutil
import typer
from botocore.config import Config
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from sandbox import lifecycle
from sandbox.client import SandboxClient
from sandbox.demo import costs, data, measure, model, report
from sandbox.demo.checks import Check
from sandbox.demo.models import ModelScene
from sandbox.demo.runs import Platform
from sandbox.demo.smoke import smoke_checks
from sandbox.demo.stack import STACK, SandboxStack, StackError
from sandbox.demo.story import PREFIX, Story
from sandbox.demo.switching import SwitchScene

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"

console = Console()


@contextmanager
def _stage(text: str) -> Iterator[Callable[[str], None]]:
    """Shows a running stage, and a line with its time when it is done."""
    begun = time.monotonic()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(text)
        yield lambda detail: progress.update(task, description=f"{text} [dim]{detail[:90]}[/dim]")
    console.print(f"[green]*[/green] {text} [dim]{time.monotonic() - begun:.1f} s[/dim]", highlight=False)


def client_factory(running: lifecycle.RunningSandbox) -> Callable[[str], Any]:
    """Makes boto3 clients with the deployer's credentials."""
    environment = lifecycle.environment(running)
    session = boto3.Session(
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        region_name=environment["AWS_REGION"],
    )
    return lambda service: session.client(service, endpoint_url=running.url, config=Config(max_pool_connections=32))


def _upload(digits: data.Digits, bucket: str, s3: Any) -> int:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        return sum(
            1
            for _ in pool.map(
                lambda item: s3.put_object(Bucket=bucket, Key=PREFIX + item[0], Body=item[1]), data.files(digits)
            )
        )


def _tell(digits: data.Digits, running: lifecycle.RunningSandbox, outputs: dict[str, Any]) -> Story:
    client = client_factory(running)
    labels = {PREFIX + key: label for key, label in digits.expected().items()}
    unseen = {key: label for key, label in labels.items() if "/unseen/" in key}
    with _stage("classify every image over every path") as say:
        story = Story(Platform(outputs, client), running.client, client, labels, unseen, say)
        story.tell()
    return story


def _deploy(stack: SandboxStack) -> tuple[dict[str, Any], list[Check]]:
    with _stage("pulumi up with the policy pack") as say:
        outputs = stack.up()
        say("outputs read")
    found = [
        Check(
            "the policy pack is in force and has nothing to say", stack.policy_pack_ran(), "mandatory rules, no finding"
        )
    ]
    with _stage("pulumi preview again"):
        pending = stack.changes_pending()
    found.append(
        Check("a second preview changes nothing", not pending, json.dumps(pending) if pending else "0 changes")
    )
    return outputs, found


def _functions(sandbox: SandboxClient) -> dict[str, Any]:
    """Configured and highest used memory of each function, in MiB."""
    return {
        figures["name"]: {name: figures[name] for name in ("memory_mb", "max_memory_mb", "invocations", "cold_starts")}
        for figures in sandbox.functions()
    }


def _everything(running: lifecycle.RunningSandbox, digits: data.Digits, stack: SandboxStack) -> dict[str, Any]:
    """Deploys, uploads, runs; the result without the machine's figures."""
    outputs, found = _deploy(stack)
    with _stage("write the images to the access point"):
        uploaded = _upload(digits, outputs["inputAccessPointAlias"], client_factory(running)("s3"))
    found.append(Check("every image is on the access point", uploaded == len(digits.labels), f"{uploaded} files"))
    scene = costs.CostScene(outputs, client_factory(running), next(iter(data.files(digits)))[1])
    scene.prepare()
    story = _tell(digits, running, outputs)
    with _stage("stop what idles, and bring it back"):
        scene.play()
    life = ModelScene(
        outputs, client_factory(running), lifecycle.environment(running), digits, BUILD / "demo" / "models"
    )
    with _stage("train, judge, deploy, predict over HTTP; refuse what is poisoned, worse, broken, tampered"):
        life.play()
    with _stage("ask the stack from outside whether it does what its settings promise"):
        smoked = smoke_checks(outputs, lifecycle.environment(running), BUILD / "demo" / "smoke", STACK)
    life.leave()
    switch = _switch(running, digits, outputs, stack)
    stack.export(BUILD / "stack.json")
    with _stage("estimate what the stack costs a month"):
        estimate, priced = costs.estimate(ROOT, BUILD / "stack.json", BUILD / "estimate")
    unseen = {PREFIX + key: label for key, label in digits.expected().items() if key.startswith("unseen/")}
    runs = [report.figures_of(run, unseen) for run in story.runs]
    bill = {"auto_stop": scene.replies, "estimate": {name: estimate[name] for name in ("total", "themes", "complete")}}
    checked = [*found, *story.checks, *scene.checks, *life.checks, *smoked, *switch.checks, *priced]
    return report.document(runs, checked, bill, [report.training_figures(run) for run in life.runs])


def _switch(
    running: lifecycle.RunningSandbox, digits: data.Digits, outputs: dict[str, Any], stack: SandboxStack
) -> SwitchScene:
    images = [(data.png(digits.images[at]), int(digits.labels[at])) for at in range(digits.half, len(digits.labels))]
    scene = SwitchScene(
        outputs,
        client_factory(running),
        running.client,
        lifecycle.environment(running),
        images,
        BUILD / "demo" / "switching",
    )
    with _stage("record traffic, and ask which pattern is the best for it"):
        scene.advise()
    with _stage("deploy what was advised"):
        scene.deploy(stack)
    with _stage("overload what was advised: traffic leaves it, and comes back"):
        scene.play()
    return scene


def demonstrate(directory: Path, *, keep: bool) -> bool:
    """The whole demonstration; returns whether every check holds."""
    with measure.Gauge() as gauge:
        with _stage("data and model: 1,797 digits, a classifier trained on the first half, as ONNX"):
            digits = data.load()
            data.write(digits, BUILD / "demo" / "digits")
            model.ensure_archive(digits, ROOT)
        with _stage("AWS on this machine"):
            running = _fresh_sandbox(directory)
        stack = SandboxStack(ROOT, lifecycle.environment(running), lambda _line: None)
        finished = False
        try:
            result = _everything(running, digits, stack)
            functions = _functions(running.client)
            finished = True
        finally:
            _leave(running, stack, keep=keep, finished=finished)
        result["machine"] = {**gauge.figures(), "functions": functions}
    (BUILD / "demo.json").write_text(json.dumps(result, indent=2) + "\n")
    report.show(result, console)
    if keep:
        console.print("The sandbox is up. Use it with: [bold]. build/sandbox.env[/bold]; remove it with: make clean")
    return bool(result["passed"])


def _fresh_sandbox(directory: Path) -> lifecycle.RunningSandbox:
    """A new server is a new, empty AWS: what an earlier one held is gone, and so is the use of its state."""
    lifecycle.stop(directory)
    shutil.rmtree(directory / "pulumi", ignore_errors=True)
    return lifecycle.start(directory)


def _leave(running: lifecycle.RunningSandbox, stack: SandboxStack, *, keep: bool, finished: bool) -> None:
    """Keeps the sandbox, or removes what is in it; after a failure the server goes, and all that it held with it."""
    if keep:
        (BUILD / "sandbox.env").write_text(lifecycle.shell_exports(running))
        running.detach()
        return
    try:
        if finished:
            with _stage("pulumi destroy"):
                stack.destroy()
    finally:
        running.stop()


def clean(directory: Path) -> None:
    """Removes what a kept demonstration left: the stack's resources, then the server."""
    running = lifecycle.attach(directory)
    if running is None:
        console.print("no sandbox is running")
        return
    with _stage("pulumi destroy"):
        SandboxStack(ROOT, lifecycle.environment(running), lambda _line: None).destroy()
    lifecycle.stop(directory)
    (BUILD / "sandbox.env").unlink(missing_ok=True)


def main(
    *,
    keep: Annotated[bool, typer.Option("--keep", help="leave the sandbox up and write build/sandbox.env")] = False,
    remove: Annotated[bool, typer.Option("--clean", help="remove what --keep left")] = False,
    directory: Annotated[Path, typer.Option("--dir", help="the sandbox server's folder")] = BUILD / "sandbox",
) -> None:
    """The whole platform on this machine."""
    signal.signal(signal.SIGINT, _interrupted)
    if remove:
        clean(directory)
        return
    try:
        passed = demonstrate(directory.resolve(), keep=keep)
    except StackError as error:
        console.print(f"[red]pulumi failed:[/red]\n{error}", highlight=False)
        passed = False
    sys.exit(0 if passed else 1)


def _interrupted(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 (a signal handler's arguments)
    """Ends the server, the engine and its plugins, and then this process, at once.

    Nothing else has to be put in order: all that was deployed is in the server's memory. An exception would take its
    way through whatever runs just now, and some of that (a finaliser, a library's thread) would lose it.
    """
    children = psutil.Process().children(recursive=True)
    for child in children:
        with contextlib.suppress(psutil.NoSuchProcess):
            child.kill()
    psutil.wait_procs(children, timeout=5)
    console.show_cursor(show=True)
    console.print("interrupted: the sandbox is gone, and all that it held")
    os._exit(130)


if __name__ == "__main__":
    typer.run(main)
