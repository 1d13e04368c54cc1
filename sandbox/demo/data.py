"""The demonstration's data: scikit-learn's bundled handwritten digits, one PNG file each.

The set is the test part of the UCI "Optical Recognition of Handwritten Digits" data: 1,797 images of 8 x 8 pixels with
17 grey levels (0 to 16). The first half, in the set's own order, trains the model; it has never seen the second half.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.datasets import load_digits

GREY_LEVELS = 16
"""The brightest grey level of the set; the images are scaled from 0..16 to 0..255 when they become PNG files."""


@dataclass(frozen=True)
class Digits:
    """The images and their labels.

    Attributes:
        images: Shape (n, 8, 8), grey levels 0 to 16, float64.
        labels: Shape (n,), 0 to 9.
    """

    images: np.ndarray
    labels: np.ndarray

    @property
    def half(self) -> int:
        """How many images, from the first, are for training."""
        return len(self.labels) // 2

    def key(self, index: int) -> str:
        """The name of an image's file, relative to the data's prefix."""
        part = "seen" if index < self.half else "unseen"
        return f"{part}/{index:04d}.png"

    def expected(self) -> dict[str, int]:
        """The right label of each file."""
        return {self.key(index): int(label) for index, label in enumerate(self.labels)}


def load() -> Digits:
    """Reads the bundled set; nothing is downloaded."""
    bundle = load_digits()
    return Digits(images=bundle.images, labels=bundle.target)


def png(image: np.ndarray) -> bytes:
    """One image as a PNG file: 8-bit grey, the same bytes each time."""
    pixels = np.rint(image * (255 / GREY_LEVELS)).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels, mode="L").save(buffer, format="PNG")
    return buffer.getvalue()


def files(digits: Digits) -> Iterator[tuple[str, bytes]]:
    """Every image as (key, PNG bytes)."""
    for index, image in enumerate(digits.images):
        yield digits.key(index), png(image)


def write(digits: Digits, folder: Path) -> int:
    """Writes every image below a folder; returns how many there are now."""
    for key, content in files(digits):
        path = folder / key
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return len(digits.labels)
