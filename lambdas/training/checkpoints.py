"""Checkpoints for spot instances: written whole or not at all, and used only for the same data and parameters.

SageMaker copies the folder to S3 while the job runs, and back before it starts again
(https://docs.aws.amazon.com/sagemaker/latest/dg/model-checkpoints.html). Nothing is unpickled.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Final

TERMINATED: Final = 128 + signal.SIGTERM


class Checkpoints:
    """A folder with at most one checkpoint, and the wish to stop.

    A job that is told to stop (SIGTERM: the spot instance goes away, StopTrainingJob, MaxRuntimeInSeconds) finishes the
    part it is at, saves it and ends. Without a folder there is nothing to save: it ends at once.

    Args:
        folder: SageMaker's; None when the job has none.
        fingerprint: Of data and parameters.

    Attributes:
        fingerprint: The same.
    """

    def __init__(self, folder: Path | None, fingerprint: str) -> None:
        self._folder = folder
        self.fingerprint = fingerprint
        self._asked = False

    def listen(self) -> None:
        """Takes SIGTERM from now on."""
        signal.signal(signal.SIGTERM, self._ask)

    def find(self, name: str) -> Path | None:
        """The checkpoint of that name, if there is one."""
        path = self._folder / name if self._folder is not None else None
        return path if path is not None and path.is_file() else None

    def save(self, name: str, write: Callable[[Path], None]) -> None:
        """Replaces the checkpoint, and ends the job when that was asked for.

        Args:
            name: File name; its ending may tell the library the format.
            write: Writes the file it is given.
        """
        if self._folder is not None:
            draft = self._folder / f"draft-{name}"
            write(draft)
            draft.replace(self._folder / name)
        if self._asked:
            print("told to stop: the checkpoint is saved", flush=True)
            raise SystemExit(TERMINATED)

    def _ask(self, _signal: int, _frame: FrameType | None) -> None:
        self._asked = True
        if self._folder is None:
            print("told to stop: there is no folder for checkpoints", flush=True)
            os._exit(TERMINATED)


def unusable(name: str, reason: str) -> None:
    """Says why a checkpoint is not used; the run starts anew."""
    print(f"checkpoint {name} is not used: {reason}; training starts anew", flush=True)
