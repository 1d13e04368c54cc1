"""``python -m smoke``."""

from __future__ import annotations

import io
import sys

import typer

from smoke.command import smoke

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
app.command()(smoke)

if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a log that knows ASCII only gets signs for what it cannot show
    app(prog_name="python -m smoke")
