"""A forest's trees in an `.npz` file of plain arrays: what scikit-learn would pickle, without pickle.

`Tree.__getstate__` and `__setstate__` are the protocol that pickle itself uses. The file names the version that wrote
it, and a file of another version is refused.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from sklearn.tree._tree import Tree

from lambdas.training.hyperparameters import Settings


def save(path: Path, forest: Any, fingerprint: str) -> None:
    """Writes the trees of a forest, one behind the other."""
    states = [tree.tree_.__getstate__() for tree in forest.estimators_]
    arrays: dict[str, Any] = {
        "version": np.array(sklearn.__version__),
        "fingerprint": np.array(fingerprint),
        "seeds": np.array([tree.random_state for tree in forest.estimators_], dtype=np.int64),
        "sizes": np.array([state["node_count"] for state in states], dtype=np.int64),
        "depths": np.array([state["max_depth"] for state in states], dtype=np.int64),
        "nodes": np.concatenate([state["nodes"] for state in states]),
        "values": np.concatenate([state["values"] for state in states]),
    }
    with path.open("wb") as file:
        np.savez(file, **arrays)


def load(path: Path, forest: Any, fingerprint: str, width: int, settings: Settings) -> list[Any]:
    """The trees of a file, as the forest holds them.

    Args:
        path: The file.
        forest: The forest that they belong to, not fitted.
        fingerprint: Of the present run.
        width: Number of features.
        settings: Of the run.

    Raises:
        ValueError: It is damaged, or of another run or version.
    """
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
            if str(arrays["version"]) != sklearn.__version__:
                raise ValueError(f"it is of scikit-learn {arrays['version']}, this is {sklearn.__version__}")
            if str(arrays["fingerprint"]) != fingerprint:
                raise ValueError("it is of other data or hyperparameters")
            return _trees(arrays, forest, width, settings)
    except (OSError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"it is damaged ({error})") from error


def _trees(arrays: dict[str, Any], forest: Any, width: int, settings: Settings) -> list[Any]:
    ends = np.cumsum(arrays["sizes"])[:-1]
    parts = zip(np.split(arrays["nodes"], ends), np.split(arrays["values"], ends), strict=True)
    trees = []
    for seed, depth, (nodes, values) in zip(arrays["seeds"], arrays["depths"], parts, strict=True):
        inner = Tree(width, np.array([max(1, settings.classes)], dtype=np.intp), 1)
        state = {"max_depth": int(depth), "node_count": len(nodes), "nodes": nodes, "values": values}
        inner.__setstate__(state)
        trees.append(_estimator(inner, int(seed), forest, width, settings))
    return trees


def _estimator(inner: Any, seed: int, forest: Any, width: int, settings: Settings) -> Any:
    """What scikit-learn keeps around a tree once it is fitted."""
    kind = DecisionTreeClassifier if settings.classifies else DecisionTreeRegressor
    own = kind().get_params()
    tree = kind(**{name: value for name, value in forest.get_params().items() if name in own})
    tree.set_params(random_state=seed)
    tree.tree_, tree.n_features_in_, tree.n_outputs_ = inner, width, 1
    tree.max_features_ = _features_at_a_split(forest.max_features, width)
    if settings.classifies:
        tree.classes_, tree.n_classes_ = np.arange(settings.classes), np.intp(settings.classes)
    return tree


def _features_at_a_split(wanted: Any, width: int) -> int:
    if wanted == "sqrt":
        return max(1, int(np.sqrt(width)))
    if wanted == "log2":
        return max(1, int(np.log2(width)))
    return max(1, int(float(wanted) * width))
