"""A wrong setting stops the engine before anything is made: one message that names what, where and what is accepted.

`tests/components/test_settings.py` tries every setting; here a few go the whole way through `pulumi preview`.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pulumi import automation

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("engine")]


def test_every_wrong_setting_is_told_in_one_message(deployed: Any) -> None:
    def change(text: str) -> str:
        return (
            text.replace("batch_threshold: 5000", "batch_threshold: 0\n    batch_treshold: 3")
            .replace("memory_size_in_mb: 2048", "memory_size_in_mb: 1000")
            .replace("volume_id: fsvol-0123456789abcdef0", "{}")
        )

    message = refused(deployed, change)
    for text in (
        "inference.batch_threshold",
        "inference.batch_treshold",
        "batch_threshold",
        "memory_size_in_mb",
        "1000",
    ):
        assert text in message, message
    assert "access_point" in message
    assert "Traceback" not in message


def broken_archive(kind: str, whole: bytes) -> bytes:
    """A model archive with one defect."""
    if kind == "truncated":
        return whole[: len(whole) // 2]
    target = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(whole)) as source, tarfile.open(fileobj=target, mode="w:gz") as made:
        for member in source.getmembers():
            name = member.name.removeprefix("./")
            if kind == "without its handler" and name == "code/inference.py":
                continue
            if kind == "that climbs out" and name == "code/inference.py":
                member.name = "../code/inference.py"
            made.addfile(member, source.extractfile(member) if member.isfile() else None)
    return target.getvalue()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("without its handler", "code/inference.py"),
        ("that climbs out", "../code/inference.py"),
        ("truncated", "Compressed file ended"),
    ],
)
def test_a_broken_model_archive_is_refused_before_anything_is_uploaded(deployed: Any, kind: str, text: str) -> None:
    project: Path = deployed.engine.project
    whole = (project / "build" / "model" / "model.tar.gz").read_bytes()
    (project / "build" / "model" / "broken.tar.gz").write_bytes(broken_archive(kind, whole))
    message = refused(deployed, lambda settings: settings.replace("model/model.tar.gz", "model/broken.tar.gz"))
    assert "broken.tar.gz" in message
    assert text in message, message
    assert "Traceback" not in message


def refused(deployed: Any, change: Callable[[str], str]) -> str:
    """What `pulumi preview` says of other settings; nothing of the stack may have changed."""
    before = len(deployed.engine.stack.export_stack().deployment["resources"])
    with deployed.engine.settings(change), pytest.raises(automation.CommandError) as caught:
        deployed.engine.preview()
    assert len(deployed.engine.stack.export_stack().deployment["resources"]) == before
    return str(caught.value)
