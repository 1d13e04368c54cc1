"""Recognises pickled code by its bytes, whatever its file is called, and says how to get rid of it.

A pickle is a program: loading one runs it. So none is ever loaded, converted or looked into here.
https://docs.python.org/3/library/pickle.html
"""

from __future__ import annotations

from typing import Final

_STARTS: Final = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
"""Protocols 2 to 5; joblib writes the same."""
_TEXT_STARTS: Final = (
    b"ccopy_reg\n",
    b"ccopyreg\n",
    b"(dp",
    b"(lp",
    b"(ip",
    b"cbuiltins\n",
    b"c__builtin__\n",
    b"}q\x00",
    b"]q\x00",
)
"""Protocols 0 and 1."""
_COMPRESSED: Final = (b"ZF", b"BZh", b"\xfd7zXZ", b"]\x00\x00\x80\x00")
"""joblib's own compressions but zlib and gzip, whose starts others have too."""
_ZIP: Final = b"PK\x03\x04"
"""A model of PyTorch is a zip file of a pickle and its tensors; one of NumPy is a zip file too."""


def looks_like_pickle(data: bytes) -> bool:
    """Whether the bytes begin as a pickle, or as something that is known to hold one."""
    return data.startswith((*_STARTS, *_TEXT_STARTS, *_COMPRESSED, _ZIP))


def pickle_remedy() -> str:
    """What to do with a pickled model: in the environment that trained it, because only there it may be loaded."""
    return (
        "Convert it where it was trained: from pathlib import Path; from skl2onnx import to_onnx; "
        "from skl2onnx.common.data_types import FloatTensorType; "
        "onnx = to_onnx(model, initial_types=[('features', FloatTensorType([None, X.shape[1]]))], "
        "options={'zipmap': False}, target_opset=17); Path('model.onnx').write_bytes(onnx.SerializeToString()). "
        "Train a classifier on the indices of its classes; give a regression final_types=[('value', "
        "FloatTensorType([None, 1]))]. For XGBoost: onnxmltools.convert_xgboost."
    )
