"""Where the engine finds the component's files: it runs in the caller's folder, not in the package's."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi


def found_from(package: Path, caller: Path) -> pulumi.ResourceTransformation:
    """A transformation that names files relative to the caller's folder.

    Args:
        package: Folder that the component's relative paths start from.
        caller: Folder in which the engine runs. No path of one machine is in the state while both lie in one checkout.
    """

    def moved(path: str) -> str:
        return Path(os.path.relpath(package / path, caller)).as_posix()

    def change(value: Any) -> Any:
        if isinstance(value, pulumi.FileAsset):
            return pulumi.FileAsset(moved(value.path))
        if isinstance(value, pulumi.AssetArchive):
            return pulumi.AssetArchive({name: change(asset) for name, asset in value.assets.items()})
        return value

    def transform(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        props: Mapping[str, Any] = args.props
        if not any(isinstance(value, (pulumi.FileAsset, pulumi.AssetArchive)) for value in props.values()):
            return None
        return pulumi.ResourceTransformationResult({key: change(value) for key, value in props.items()}, args.opts)

    return transform
