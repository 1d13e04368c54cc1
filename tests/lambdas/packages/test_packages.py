"""Packages: the same parts are the same bytes, and whatever is not exactly what was built is refused."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import pickle
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper

from domain.models.manifest import FORMAT, MANIFEST_MEMBER
from domain.models.runtime_support import NEWEST_IR_VERSION, NEWEST_OPSETS
from lambdas.packages.build import build_package
from lambdas.packages.open import MAX_MEMBERS, PackageRefused, open_package
from lambdas.packages.sealed import HEADER_BYTES, pack, seal, unseal
from tests.lambdas.packages.package_parts import features, linear, linear_bytes, parts

PACKAGE = build_package(parts())


def refused(data: bytes, max_bytes: int = 10_000_000) -> PackageRefused:
    with pytest.raises(PackageRefused) as caught:
        open_package(data, name="s3://b/p", max_bytes=max_bytes)
    assert str(caught.value).startswith("model package s3://b/p is refused: ")
    return caught.value


def members_of(data: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        return {one.name: archive.extractfile(one).read() for one in archive}  # type: ignore[union-attr]


def rebuilt(change: Callable[[dict[str, bytes]], Any]) -> bytes:
    """The package with other members, sealed as well as an attacker can."""
    members = members_of(PACKAGE)
    change(members)
    return pack(members)


def with_manifest(**fields: Any) -> bytes:
    def change(members: dict[str, bytes]) -> None:
        members[MANIFEST_MEMBER] = json.dumps({**json.loads(members[MANIFEST_MEMBER]), **fields}).encode()

    return rebuilt(change)


def tar_of(*entries: tuple[tarfile.TarInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for entry, content in entries:
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def test_what_was_built_is_what_is_opened() -> None:
    opened = open_package(PACKAGE, name="p")
    assert opened.model == linear_bytes()
    assert opened.features == features()
    assert opened.sha256 == hashlib.sha256(PACKAGE).hexdigest()
    assert (opened.manifest.model, opened.manifest.metrics) == ("digits", {"accuracy": 0.97})
    assert set(opened.manifest.members) == {"model.onnx", "features.json", "code/inference.py", "evaluation.json"}


def test_the_system_tar_opens_it(tmp_path: Path) -> None:
    file = tmp_path / "model.tar.gz"
    file.write_bytes(PACKAGE)
    listed = subprocess.run(["tar", "-tzf", str(file)], capture_output=True, text=True, check=True).stdout.split()
    assert listed == sorted(members_of(PACKAGE))
    assert gzip.decompress(PACKAGE) == unseal(PACKAGE, 10_000_000)


@given(
    st.dictionaries(st.sampled_from(["accuracy", "f1", "recall"]), st.floats(0, 1), min_size=1),
    st.dictionaries(st.sampled_from(["numpy", "sklearn"]), st.sampled_from(["1", "2.0"])),
    st.binary(max_size=300),
)
def test_the_same_parts_in_any_order_are_the_same_bytes(
    metrics: dict[str, float], framework: dict[str, str], handler: bytes
) -> None:
    first = build_package(parts(metrics=metrics, framework=framework, handler=handler))
    other = {"metrics": dict(reversed(metrics.items())), "framework": dict(reversed(framework.items()))}
    assert build_package(parts(**other, handler=handler)) == first


@given(st.integers(0, len(PACKAGE) - 1), st.integers(1, 255))
def test_a_flipped_byte_anywhere_is_refused(place: int, bits: int) -> None:
    changed = bytearray(PACKAGE)
    changed[place] ^= bits
    refused(bytes(changed))


def test_a_flipped_bit_of_the_last_bytes_is_refused() -> None:
    """Where deflate fills up its last byte no checksum of gzip looks."""
    for place in (*range(HEADER_BYTES), *range(len(PACKAGE) - 12, len(PACKAGE))):
        for bit in range(8):
            changed = bytearray(PACKAGE)
            changed[place] ^= 1 << bit
            refused(bytes(changed))


@given(st.integers(0, len(PACKAGE) - 1))
def test_a_truncated_package_is_refused(length: int) -> None:
    refused(PACKAGE[:length])


@given(st.binary(max_size=400))
def test_bytes_of_anything_are_refused(data: bytes) -> None:
    refused(data)


@given(st.binary(max_size=2000))
def test_a_sealed_tar_of_anything_is_refused(data: bytes) -> None:
    refused(seal(data))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is empty"),
        (b"PK\x03\x04", "not gzip"),
        (PACKAGE[:30], "30 bytes: it was cut short"),
        (PACKAGE[:-1], "not those that were sealed"),
        (PACKAGE + b"x", "not those that were sealed"),
        (gzip.compress(b"x" * 100, mtime=0), "its header holds no seal"),
        (seal(b"no tar" * 200), "no tar file, or a damaged one"),
        (pack({}), "it has no manifest.json"),
    ],
)
def test_what_is_no_package_says_why(data: bytes, said: str) -> None:
    assert said in str(refused(data))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "unpacks to more than 100000 bytes" in str(refused(seal(bytes(50_000_000)), max_bytes=100_000))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../evil.py", "would be written outside"),
        ("/etc/passwd", "would be written outside"),
        ("code/../../evil", "would be written outside"),
        ("model.pkl", "pickled code"),
        ("weights/model.joblib", "pickled code"),
        ("extra.txt", "'extra.txt' is not in the manifest"),
    ],
)
def test_members_that_do_not_belong_there(name: str, said: str) -> None:
    assert said in str(refused(rebuilt(lambda members: members.update({name: b"x"}))))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_only_plain_files_are_members(kind: bytes) -> None:
    odd = tarfile.TarInfo("odd")
    odd.type, odd.linkname = kind, "model.onnx"
    plain = [(tarfile.TarInfo(name), content) for name, content in members_of(PACKAGE).items()]
    assert "'odd' is a other" in str(refused(seal(tar_of((odd, b""), *plain))))


def test_a_file_with_holes_is_refused_before_they_are_filled() -> None:
    """A sparse member of a few bytes may claim terabytes."""
    odd = tarfile.TarInfo("model.onnx")
    odd.type = tarfile.GNUTYPE_SPARSE
    header = bytearray(odd.tobuf(tarfile.GNU_FORMAT))
    header[483:495] = b"77777777777\x00"
    header[148:156] = b"%06o\x00 " % (sum(header[:148]) + 8 * 32 + sum(header[156:512]))
    assert refused(seal(bytes(header) + bytes(1024)))


def test_a_member_twice_too_many_members_and_bytes_after_the_end() -> None:
    plain = [(tarfile.TarInfo(name), content) for name, content in members_of(PACKAGE).items()]
    assert "2 times" in str(refused(seal(tar_of(*plain, plain[0]))))
    many = [(tarfile.TarInfo(f"f{number}"), b"") for number in range(MAX_MEMBERS + 1)]
    assert f"more than {MAX_MEMBERS} members" in str(refused(seal(tar_of(*plain, *many))))
    assert "bytes follow its last member" in str(refused(seal(tar_of(*plain) + b"hidden")))


def test_members_and_manifest_agree() -> None:
    listed = json.loads(members_of(PACKAGE)[MANIFEST_MEMBER])["members"]
    extra = {**listed, "more.txt": {"sha256": "0" * 64, "bytes": 1}}
    assert "'more.txt' of the manifest is missing" in str(refused(with_manifest(members=extra)))
    assert "it has no code/inference.py" in str(refused(rebuilt(lambda members: members.pop("code/inference.py"))))
    told = refused(rebuilt(lambda members: members.update({"code/inference.py": b"import os"})))
    assert told.problems == (
        "member 'code/inference.py' is not what the manifest says: its SHA-256 or its length differs",
    )


def test_a_newer_format_is_named_with_what_is_read_here() -> None:
    assert f"has format {FORMAT + 1}, this platform reads up to {FORMAT}" in str(
        refused(with_manifest(format=FORMAT + 1))
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"version": "../../x"}, "version is '../../x'"),
        ({"task": "poetry", "created_at": "today"}, "task is 'poetry'"),
        ({"task": "regression"}, "the manifest says regression"),
        ({"onnx": {"opset": 9, "ir_version": 8}}, "the model says otherwise"),
        ({"metrics": {"accuracy": "high"}}, "metrics is"),
        ({"surplus": 1}, "unknown field 'surplus'"),
    ],
)
def test_a_manifest_that_does_not_hold(fields: dict[str, Any], said: str) -> None:
    assert said in str(refused(with_manifest(**fields)))


def test_all_problems_of_a_manifest_come_at_once() -> None:
    assert len(refused(with_manifest(task=1, created_at=2, data_sha256="x")).problems) == 3


def built(**changes: Any) -> str:
    with pytest.raises(PackageRefused) as caught:
        build_package(parts(**changes))
    return str(caught.value)


def test_a_pickle_is_refused_with_how_to_convert_it() -> None:
    told = built(onnx=pickle.dumps({"a": 1}))
    assert "is a pickle, which is never loaded" in told
    assert "from skl2onnx import to_onnx" in told


def test_no_model_at_all() -> None:
    assert "0 graphs in 0 bytes" in built(onnx=b"")
    assert "is no ONNX model" in built(onnx=b"\xff" * 40)


def test_a_newer_opset_names_both() -> None:
    newest = NEWEST_OPSETS["ai.onnx"]
    newer = linear(2, 2, opset=newest + 1, ir_version=NEWEST_IR_VERSION + 1).SerializeToString()
    told = built(onnx=newer)
    assert f"needs opset {newest + 1} of ai.onnx, the runtime has {newest}" in told
    assert f"has IR version {NEWEST_IR_VERSION + 1}, the runtime reads up to {NEWEST_IR_VERSION}" in told
    assert "target_opset=21" in told


def test_data_outside_of_the_model_is_refused() -> None:
    model = linear(2, 2)
    weights = model.graph.initializer[0]
    weights.ClearField("raw_data")
    weights.data_location = TensorProto.EXTERNAL
    weights.external_data.add(key="location", value="../../etc/passwd")
    assert "1 tensors of the model lie in other files ('w')" in built(onnx=model.SerializeToString())


def test_custom_operators_are_refused() -> None:
    assert "operators of 'com.evil'" in built(onnx=linear(2, 2, opsets={"com.evil": 1}).SerializeToString())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"features": features(3)}, "input 'features' has shape [N, 2]; accepted: [N, 3]"),
        ({"features": features(2, ("a", "b", "c"))}, "output 'probabilities' has shape [N, 2]; accepted: [N, 3]"),
        ({"features": features(2, ())}, "outputs are label, probabilities; accepted: value"),
        (
            {"onnx": linear(2, 2, inputs=[helper.make_tensor_value_info("features", TensorProto.FLOAT, [1, 2])])},
            "has shape [1, 2]; accepted: [N, 2]",
        ),
        (
            {"onnx": linear(2, 2, inputs=[helper.make_tensor_value_info("features", TensorProto.DOUBLE, [None, 2])])},
            "elements of type 11; accepted: float32",
        ),
        ({"metrics": {"accuracy": float("nan")}}, "metric is not a finite number"),
        ({"model": "../x"}, "model is '../x'"),
        ({"created_at": "now"}, "created_at is 'now'"),
    ],
)
def test_parts_that_make_no_package(changes: dict[str, Any], said: str) -> None:
    if "onnx" in changes:
        changes = {"onnx": changes["onnx"].SerializeToString()}
    assert said in built(**changes)


def test_a_regression_is_packed_and_opened() -> None:
    data = build_package(parts(onnx=linear_bytes(3, 0), features=features(3, ()), metrics={"rmse": 0.1}))
    assert open_package(data, name="p").manifest.task == "regression"
