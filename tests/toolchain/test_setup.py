"""Set-up: what it refuses, what it writes, and that the lock and the layer are complete."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from toolchain import dependencies, engine, layers, setup
from toolchain.__main__ import main
from toolchain.places import LOCK, ROOT


def test_an_old_python_is_refused_with_the_way_out() -> None:
    with pytest.raises(setup.SetupError, match=r"Python 3\.10 runs this; 3\.11 or newer is needed"):
        setup.check_python((3, 10))


def test_the_environment_file_puts_the_engine_first_and_names_the_executor_only_where_it_is_ours() -> None:
    released = setup.environment_text(engine.Engine(Path("/e"), "3.250.0", "release"))
    built = setup.environment_text(engine.Engine(Path("/e"), "3.250.0", "go build", Path("/e/exec")))
    assert 'export PATH="/e:' in released
    assert "PULUMI_LANGUAGE_PYTHON_EXEC" not in released
    assert 'export PULUMI_LANGUAGE_PYTHON_EXEC="/e/exec"' in built


def test_the_lock_file_names_no_host_and_hashes_everything() -> None:
    lock = LOCK.read_text()
    assert "://" not in lock
    pinned = [line for line in lock.splitlines() if "==" in line and not line.lstrip().startswith("#")]
    assert len(pinned) > 50
    assert all(line.rstrip().endswith("\\") for line in pinned)


def test_the_lock_file_says_how_it_is_made_and_names_no_folder() -> None:
    assert LOCK.read_text(encoding="utf-8").splitlines()[1] == "#    make lock"


def test_lock_entries_are_the_lock_s_own_lines() -> None:
    entries = dependencies.lock_entries(("jmespath",), LOCK.read_text())
    assert entries.startswith("jmespath==")
    assert entries.count("--hash=sha256:") >= 1
    assert "#" not in entries


def test_a_package_that_is_not_locked_is_named() -> None:
    with pytest.raises(dependencies.DependencyError, match="does not lock left-pad: run `make lock`"):
        dependencies.lock_entries(("jmespath", "left-pad"), LOCK.read_text())


def test_the_layer_holds_all_that_its_packages_import() -> None:
    """Imports every Powertools module that the functions use, with the layer and boto3's runtime only."""
    layers.ensure("local", lambda _: None)
    made = layers.folder(layers.LAYERS[0], "local")
    used = sorted(_powertools_modules())
    assert used
    script = f"import sys; sys.path[:0] = [{str(made / 'python')!r}]\n" + "\n".join(f"import {name}" for name in used)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr


def test_the_model_layer_runs_a_model_alone(tmp_path: Path) -> None:
    """No package of the environment is there: what the layer lacks would be missed on AWS."""
    import numpy
    from skl2onnx import to_onnx
    from sklearn.linear_model import LinearRegression

    model = LinearRegression().fit([[0.0], [1.0]], [1.0, 3.0])
    (tmp_path / "model.onnx").write_bytes(to_onnx(model, numpy.array([[0.0]]), target_opset=17).SerializeToString())
    layers.ensure("local", lambda _: None)
    made = layers.folder(next(one for one in layers.LAYERS if one.name == "model"), "local")
    script = (
        f"import sys; sys.path = [{str(made / 'python')!r}] + [one for one in sys.path if 'site-packages' not in one]\n"
        "import numpy, onnxruntime\n"
        f"session = onnxruntime.InferenceSession({str(tmp_path / 'model.onnx')!r})\n"
        "print(session.run(None, {session.get_inputs()[0].name: numpy.array([[2.0]], 'float64')})[0][0][0])\n"
    )
    done = subprocess.run([sys.executable, "-S", "-c", script], capture_output=True, text=True, check=False, cwd="/")
    assert float(done.stdout or "nan") == pytest.approx(5.0), done.stderr


def test_the_layers_together_stay_below_what_the_issue_of_cold_starts_allows() -> None:
    layers.ensure("local", lambda _: None)
    size = sum(
        path.stat().st_size
        for layer in layers.LAYERS
        for path in (layers.folder(layer, "local") / "python").rglob("*")
        if path.is_file()
    )
    assert size < 150 * 1000**2


def test_a_package_for_several_versions_of_python_has_all_its_entries() -> None:
    entries = ("numpy==1 ; python_version < '3.12' \\", "numpy==2 ; python_version >= '3.12' \\")
    lock = "".join(f"{entry}\n    --hash=sha256:a\n" for entry in entries)
    assert dependencies.lock_entries(("numpy",), lock).count("numpy==") == 2


def _powertools_modules() -> set[str]:
    import ast

    found = set()
    for path in (ROOT / "lambdas").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("aws_lambda_powertools"):
                found.add(str(node.module))
    return found


def test_a_second_set_up_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = setup.ENVIRONMENT_FILE.stat().st_mtime_ns if setup.ENVIRONMENT_FILE.exists() else None
    assert main(["setup"]) == 0
    assert main(["setup"]) == 0
    assert capsys.readouterr().out.count("installing") <= 1
    if before is not None:
        assert setup.ENVIRONMENT_FILE.stat().st_mtime_ns == before


def test_every_make_target_is_phony_and_described() -> None:
    """A target named like a folder would report success and run nothing."""
    text = (ROOT / "Makefile").read_text()
    phony = set(next(line for line in text.splitlines() if line.startswith(".PHONY")).split()[1:])
    targets = {
        line.split(":")[0]
        for line in text.splitlines()
        if line[:1].isalpha() and ":" in line and "=" not in line.split(":")[0] + line.split(":")[1][:1]
    }
    assert targets <= phony
    described = {line.split(":")[0] for line in text.splitlines() if "## " in line and line[:1].isalpha()}
    assert described == phony
