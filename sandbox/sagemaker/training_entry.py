"""Runs a training script as `python3 script …` does, and ends with the sandbox: `training_entry.py SCRIPT [argument]`.

The sandbox holds the other end of standard input. When it goes away, however it does, so does the script: a container
would be removed by its host.
"""

from __future__ import annotations

import os
import runpy
import sys
import threading
from pathlib import Path

KILLED = 137


def watch() -> None:
    """Waits for the end of standard input, then ends the process at once."""
    while os.read(0, 1024):
        pass
    os._exit(KILLED)


def main() -> None:
    """Runs the script as `__main__`."""
    threading.Thread(target=watch, daemon=True).start()
    script = sys.argv[1]
    sys.argv = sys.argv[1:]
    sys.path[0] = str(Path(script).parent)
    runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    main()
