"""Settings of a body that is sent to know whether something answers: a switch's probe, a Region's canary."""

from __future__ import annotations

from pydantic import Field

from components.settings.model import SettingsModel


class ProbeFileSettings(SettingsModel):
    """A local file with a body, and what it is."""

    file: str | None = Field(
        default=None,
        min_length=1,
        max_length=1024,
        examples=["examples/probe.png"],
        description="Local file with a body, at most 512 bytes and no secret: it becomes a variable.",
    )
    content_type: str | None = Field(
        default=None, min_length=3, max_length=128, examples=["image/png"], description="Its content type."
    )
