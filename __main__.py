"""The Pulumi program: settings in, platform out, outputs exported."""

from datetime import UTC, datetime
from pathlib import Path

import pulumi

from components.platform import Platform
from components.settings import load
from components.tagging import register_required_tags

settings = load()
register_required_tags(settings.tags())
platform = Platform("platform", settings, Path(__file__).parent, today=datetime.now(UTC).date())
for name, value in platform.outputs.items():
    pulumi.export(name, value)
