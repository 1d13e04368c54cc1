"""What moto's Step Functions interpreter gets wrong, put right; each patch with its reason."""

from __future__ import annotations

from sandbox.context import SandboxContext


def patch_interpreter(context: SandboxContext) -> None:
    """Applies every patch; called once, before the first execution."""
