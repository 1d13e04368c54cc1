"""The project in a folder of its own, and a plugin home for the engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox import engine_home, preview
from sandbox.project_copy import ROOT, project_copy


def test_the_copy_has_the_sources_by_link_and_the_stack_files_by_value(tmp_path: Path) -> None:
    copy = project_copy(tmp_path / "project")
    assert (copy / "components").resolve() == ROOT / "components"
    stack_file = copy / "Pulumi.sandbox.yaml"
    assert not stack_file.is_symlink()
    stack_file.write_text("changed")
    assert (ROOT / "Pulumi.sandbox.yaml").read_text() != "changed"
    assert (project_copy(tmp_path / "project") / "Pulumi.sandbox.yaml").read_text() != "changed"
    assert (ROOT / "components" / "settings").is_dir()


def test_the_plugin_home_leads_to_the_provider_and_may_be_prepared_twice(tmp_path: Path) -> None:
    engine_home.prepare(tmp_path)
    home = engine_home.prepare(tmp_path)
    plugins = list((home / "plugins").iterdir())
    assert [plugin.name.startswith("resource-aws-v") for plugin in plugins] == [True]
    assert (plugins[0] / "pulumi-resource-aws").resolve() == engine_home.PROVIDER


def test_an_unknown_stack_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(
        FileNotFoundError, match=r"Pulumi\.nope\.yaml is not there; there are stacks prod, sandbox, stag"
    ):
        preview.preview("nope")
