"""The known set: what is sent, and what is right; a folder that says nothing is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.errors import InputError
from sandbox.demo import data
from smoke.known_set import read_known_set
from smoke.options import FILES


def test_the_shipped_set_is_of_digits_that_no_training_saw() -> None:
    known, digits = read_known_set(FILES), data.load()
    unseen = {data.png(digits.images[at]): int(digits.labels[at]) for at in range(digits.half, len(digits.labels))}
    assert [unseen[one.body] for one in known.files] == [one.expected["label"] for one in known.files if one.expected]
    assert known.rows is not None
    assert known.rows.predictions == [str(one.expected["label"]) for one in known.files if one.expected], (
        "names of classes"
    )
    assert {len(row) for row in known.rows.rows} == {64}
    assert {one.content_type for one in known.files} == {"image/png"}


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / name.replace("_", ".")).write_text(text)
    return tmp_path


def test_nobody_has_to_say_what_is_right(tmp_path: Path) -> None:
    known = read_known_set(folder(tmp_path, a_png="x"))
    assert known.files[0].expected is None
    assert known.rows is None


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "has 0 files to send; accepted: 1 to 25"),
        ({"a_png": ""}, "a.png has 0 bytes"),
        ({"a_strange": "x"}, "its ending says nothing"),
        ({"a_png": "x", "expected_json": "[]"}, "expected.json is list; accepted: an object"),
        ({"a_png": "x", "expected_json": "{"}, "expected.json could not be read"),
        ({"a_png": "x", "expected_json": '{"b.png": {}}'}, "expects something of b.png; there is no such file"),
        ({"a_png": "x", "expected_json": '{"a.png": 3}'}, "3 is no object"),
        ({"a_png": "x", "rows_json": '{"rows": []}'}, 'has no "rows"'),
        ({"a_png": "x", "rows_json": json.dumps({"rows": [[1]], "predictions": [1, 2]})}, "each of the 1 rows"),
    ],
)
def test_what_cannot_be_sent_is_refused(tmp_path: Path, files: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message.replace("[", r"\[")):
        read_known_set(folder(tmp_path, **files))


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--files DIR"):
        read_known_set(tmp_path / "none")
