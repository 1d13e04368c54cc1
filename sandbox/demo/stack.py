"""The demonstration's stack: Pulumi's own automation interface over the checkout's program and policy pack."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pulumi import automation

STACK = "sandbox"


class StackError(Exception):
    """The engine refused or failed; the message ends with what it printed last."""


class SandboxStack:
    """`pulumi up`, `preview`, `export` and `destroy` of the sandbox stack.

    Args:
        root: The checkout.
        environment: What the sandbox needs on top of this process's environment (`sandbox.lifecycle.environment`).
        say: Told each line that the engine prints.
        name: The stack.
    """

    def __init__(
        self, root: Path, environment: Mapping[str, str], say: Callable[[str], None], name: str = STACK
    ) -> None:
        if shutil.which("pulumi") is None:
            raise StackError("there is no `pulumi` on PATH: use `make demo`, or source it: . .venv/pulumi.env")
        self._root = root
        self._say = say
        self._lines: list[str] = []
        workspace = automation.LocalWorkspace(work_dir=str(root), env_vars=dict(environment))
        self._stack = automation.Stack.create_or_select(name, workspace)

    def up(self, settings: Path | None = None) -> dict[str, Any]:
        """Deploys with the policy pack and returns the stack's outputs.

        Args:
            settings: Stack file that is taken instead of the checkout's own.

        Raises:
            StackError: A policy or the provider refused something.
        """
        self._lines.clear()
        try:
            done = self._stack.up(
                policy_packs=[str(self._root / "policies")],
                on_output=self._hear,
                color="never",
                config_file=None if settings is None else str(settings),
            )
        except automation.CommandError as error:
            raise StackError(self._tail()) from error
        return {name: output.value for name, output in done.outputs.items()}

    def outputs(self) -> dict[str, Any]:
        """The outputs of what was deployed last, by whomever."""
        return {name: output.value for name, output in self._stack.outputs().items()}

    def changes_pending(self) -> Mapping[str, int]:
        """What a second `pulumi preview` would still change: operation to count, without "same"."""
        done = self._stack.preview(color="never")
        return {
            str(getattr(kind, "value", kind)): count
            for kind, count in done.change_summary.items()
            if str(getattr(kind, "value", kind)) != "same"
        }

    def export(self, target: Path) -> int:
        """Writes the deployment (`pulumi stack export`) and returns how many resources it holds."""
        deployment = self._stack.export_stack()
        document = {"version": deployment.version, "deployment": deployment.deployment}
        target.write_text(json.dumps(document, indent=2))
        return len((deployment.deployment or {}).get("resources", ()))

    def destroy(self) -> None:
        """Removes everything, and the stack's state with it."""
        self._lines.clear()
        try:
            self._stack.destroy(on_output=self._hear, color="never")
        except automation.CommandError as error:
            raise StackError(self._tail()) from error

    def policy_pack_ran(self) -> bool:
        """Whether the last `up` says that the pack was in force."""
        return any("inference-guardrails@" in line for line in self._lines)

    def _hear(self, line: str) -> None:
        self._lines.append(line)
        self._say(line)

    def _tail(self) -> str:
        return "\n".join(self._lines[-60:])
