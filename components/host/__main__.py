"""What the engine starts for the package (`PulumiPlugin.yaml`): the provider, until the engine ends it."""

import sys
from datetime import UTC, datetime
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]

if __name__ == "__main__":
    sys.path[0] = str(PACKAGE)  # the engine runs this folder; its modules are called as everywhere else
    from pulumi.provider import main

    from components.host.provider import PlatformProvider

    main(PlatformProvider("0.1.0", PACKAGE, Path.cwd(), lambda: datetime.now(UTC).date()), sys.argv[1:])
