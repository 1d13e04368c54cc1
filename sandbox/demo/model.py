"""The demonstration's model: a support vector classifier, trained here on the first half of the digits, as ONNX."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sandbox.demo.data import Digits

ARCHIVE = Path("build/model/model.tar.gz")
"""Where the sandbox's stack file expects the model, relative to the checkout."""


def train(digits: Digits) -> bytes:
    """Trains on the first half and returns the ONNX model.

    The model takes one input of shape (n, 64), float32 grey levels 0 to 16, and gives the label, shape (n,), and one
    score per class, shape (n, 10).
    """
    # Imported here: training takes seconds to import, and a warm demonstration does not train.
    import warnings

    from skl2onnx import to_onnx
    from sklearn.svm import SVC

    half = digits.half
    pixels = digits.images.reshape(len(digits.images), -1).astype("float32")
    classifier = SVC(gamma=0.001, decision_function_shape="ovr").fit(pixels[:half], digits.labels[:half])
    with warnings.catch_warnings():
        # skl2onnx still reads attributes that scikit-learn has deprecated; the exported model does not depend on them.
        warnings.simplefilter("ignore", FutureWarning)
        exported = to_onnx(classifier, pixels[:1], options={"zipmap": False, "raw_scores": True}, target_opset=17)
    return bytes(exported.SerializeToString())


def ensure_archive(digits: Digits, root: Path) -> Path:
    """Trains and packs the model, unless the archive of the same code and data is there already."""
    from lambdas.serving import packaging

    archive = root / ARCHIVE
    stamp = archive.with_suffix(".stamp")
    fingerprint = _fingerprint(digits)
    if archive.exists() and stamp.exists() and stamp.read_text() == fingerprint:
        return archive
    archive.parent.mkdir(parents=True, exist_ok=True)
    model = archive.with_name("model.onnx")
    model.write_bytes(train(digits))
    packaging.build_archive(model, packaging.HANDLERS / "digits_inference.py", archive)
    stamp.write_text(fingerprint)
    return archive


def _fingerprint(digits: Digits) -> str:
    from lambdas.serving import packaging

    parts = (
        Path(__file__).read_bytes(),
        (packaging.HANDLERS / "digits_inference.py").read_bytes(),
        Path(packaging.__file__).read_bytes(),
        digits.images.tobytes(),
    )
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
