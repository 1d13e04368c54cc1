"""The report's files: JSON for programs, Markdown for the pull request, one page for whoever reads it all."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from advisor.errors import InputError
from advisor.report import document, page
from advisor.report.comment import markdown
from advisor.report.model import ReviewReport

JSON: Final = "report.json"
COMMENT: Final = "comment.md"
PAGE: Final = "report.html"


def write(report: ReviewReport, folder: Path) -> tuple[Path, ...]:
    """Write all three; returns where they are.

    Raises:
        InputError: The folder cannot be written to.
    """
    texts = {JSON: document.render(report), COMMENT: markdown.comment(report), PAGE: page.render(report)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise InputError(f"--out {folder} could not be written: {error.strerror or error}") from None
    return tuple(folder / name for name in texts)


def remove(folder: Path) -> None:
    """Remove the report of an earlier run: if this one ends early, nothing may look as if it were of now.

    Raises:
        InputError: They cannot be removed.
    """
    try:
        for name in (JSON, COMMENT, PAGE):
            (folder / name).unlink(missing_ok=True)
    except NotADirectoryError:
        return  # `write` says what is there instead
    except OSError as error:
        raise InputError(f"--out {folder} could not be written: {error.strerror or error}") from None


def append_summary(report: ReviewReport, file: Path) -> None:
    """Add the report to a step's summary, which other commands of the step may have begun.

    Raises:
        InputError: The file cannot be written to.
    """
    try:
        used = file.stat().st_size if file.exists() else 0
        with file.open("a", encoding="utf-8", errors="replace") as summary:
            summary.write(markdown.summary(report, used))
    except OSError as error:
        raise InputError(f"--summary {file} could not be written: {error.strerror or error}") from None
