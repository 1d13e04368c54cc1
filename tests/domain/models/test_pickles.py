"""Pickles are known by their bytes, and the way out of one works as it is told."""

from __future__ import annotations

import io
import os
import pickle
import re
from pathlib import Path

import numpy as np
import pytest

from domain.models.model_interface import interface_problems
from domain.models.onnx_file import read_onnx
from domain.models.pickles import looks_like_pickle, pickle_remedy


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_every_protocol_is_known(protocol: int) -> None:
    assert looks_like_pickle(pickle.dumps({"weights": [1.0]}, protocol))


def test_a_zip_and_a_joblib_file_are_known() -> None:
    import joblib

    out = io.BytesIO()
    joblib.dump({"weights": np.ones(3)}, out)
    assert looks_like_pickle(out.getvalue())
    out = io.BytesIO()
    np.savez(out, weights=np.ones(3))
    assert looks_like_pickle(out.getvalue())


def test_a_model_is_not() -> None:
    assert not looks_like_pickle(b"\x08\x08\x12\x08skl2onnx")
    assert not looks_like_pickle(b"")


@pytest.mark.parametrize("task", ["classification", "regression"])
def test_the_conversion_that_is_told_makes_a_model_that_is_accepted(
    task: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sklearn.linear_model import LinearRegression, LogisticRegression

    monkeypatch.chdir(tmp_path)
    given = np.random.default_rng(1).normal(size=(30, 4)).astype(np.float32)
    made = LogisticRegression() if task == "classification" else LinearRegression()
    wanted = (given[:, 0] > 0).astype(int) if task == "classification" else given[:, 0]
    told = pickle_remedy()
    code = told[told.index("from pathlib") : told.index(". Train")]
    if task == "regression":
        final = re.search(r"final_types=\[.*?\]\)\)\]", told)
        assert final is not None
        code = code.replace("options={'zipmap': False}", final[0].replace("\n", ""))
    exec(code, {"model": made.fit(given, wanted), "X": given})
    facts = read_onnx((tmp_path / "model.onnx").read_bytes())
    assert interface_problems(facts, task, 4, 2 if task == "classification" else 0) == []
    assert os.listdir(tmp_path) == ["model.onnx"]
