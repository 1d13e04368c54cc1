"""The settings that a preview was made with: out of its own configuration, so that they are those of the preview."""

from __future__ import annotations

from pathlib import Path

from advisor.errors import InputError
from advisor.report.preview import Preview
from advisor.stack.settings import StackSettings
from components.settings import NAMESPACE, SettingsError, parse, raw_values


def settings_of(preview: Preview, project: Path) -> StackSettings | None:
    """The checked settings; ``None`` for a stack of another program, which has none of ours.

    Args:
        preview: With its configuration.
        project: Folder from which the settings name files, such as that of the holidays.

    Raises:
        InputError: They are refused.
    """
    prefix = f"{NAMESPACE}:"
    text = {key.removeprefix(prefix): value for key, value in preview.config.items() if key.startswith(prefix)}
    if not text:
        return None
    stack, _ = preview.named
    try:
        settings = parse(raw_values(text), stack=stack)
    except SettingsError as error:
        raise InputError(" ".join(str(error).split())) from None
    return StackSettings(stack, preview.config.get("aws:region"), settings, project)
