"""What each resource type accepts and returns, read from the sources of the installed `pulumi_aws` package.

The package is never imported (its modules take more than a second): the few lines of a class that matter here are
found as text. So the tables are those of the very version that the program was written against.
"""

from __future__ import annotations

import difflib
import importlib.util
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from sandbox.provider.errors import Failure, ProviderError
from sandbox.provider.values import UNKNOWN

_TOKEN: Final = re.compile(r"aws:(?P<module>[A-Za-z0-9]+)/(?P<file>[A-Za-z0-9]+):(?P<name>[A-Za-z0-9]+)")
_PARAMETER: Final = re.compile(
    r"^ +(?P<name>\w+): (?P<type>pulumi\.Input\[.*\])(?P<default> = None)?[,)]", re.MULTILINE
)
_GETTER: Final = re.compile(
    r'@pulumi\.getter(?:\(name="(?P<camel>\w+)"\))?\n'
    r'(?:    @_utilities\.deprecated\("""(?s:.*?)"""\)\n)?    def (?P<snake>\w+)\('
)
_NESTED: Final = re.compile(r"'(?:\w+\.)*(?P<name>\w+Args)'")
_KEYWORD_MODULES: Final = {"lambda": "lambda_"}


@dataclass(frozen=True)
class PropertySpec:
    """One property of a class of the package.

    Attributes:
        name: As the engine has it ("memorySize").
        required: Whether the program must give it.
        many: "list" or "map" when it holds several values, else "one".
        nested: The class of its objects, None for plain values.
    """

    name: str
    required: bool
    many: str
    nested: str | None


Spec = Mapping[str, PropertySpec]


@dataclass(frozen=True)
class TypeSpec:
    """One resource type: what the program gives, and `state`: all that can be read from it (inputs included).

    `module` is where its nested classes are.
    """

    token: str
    module: str
    inputs: Spec
    state: Spec


@lru_cache(maxsize=1)
def _root() -> Path:
    spec = importlib.util.find_spec("pulumi_aws")
    if spec is None or not spec.submodule_search_locations:
        raise ProviderError("the pulumi-aws package is not installed for this interpreter: run `make setup`")
    return Path(spec.submodule_search_locations[0])


@lru_cache(maxsize=64)
def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _class_text(source: str, name: str) -> str | None:
    start = source.find(f"\nclass {name}:\n")
    if start < 0:
        return None
    end = source.find("\nclass ", start + 1)
    return source[start : end if end > 0 else None]


def _parse_class(text: str) -> dict[str, PropertySpec]:
    camel = {match["snake"]: match["camel"] or match["snake"] for match in _GETTER.finditer(text)}
    signature = text[: text.index('"""')] if '"""' in text else text
    properties = {}
    for match in _PARAMETER.finditer(signature):
        name = camel.get(match["name"], match["name"])
        nested = _NESTED.search(match["type"])
        many = "list" if "Sequence[" in match["type"] else "map" if "Mapping[" in match["type"] else "one"
        required = match["default"] is None
        properties[name] = PropertySpec(name, required, many, nested["name"] if nested else None)
    return properties


def _file_of(folder: Path, token: str, name: str) -> Path | None:
    guess = folder / (re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower() + ".py")
    candidates = [guess, *sorted(folder.glob("*.py"))] if guess.is_file() else sorted(folder.glob("*.py"))
    mark = f'type_token("{token}")'
    return next((path for path in candidates if mark in _source(path)), None)


@lru_cache(maxsize=256)
def type_spec(token: str) -> TypeSpec | None:
    """What the package says of the type `token`; None when it has no such type."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        return None
    module = _KEYWORD_MODULES.get(match["module"], match["module"])
    folder = _root() / module
    path = _file_of(folder, token, match["name"]) if folder.is_dir() else None
    if path is None:
        return None
    source = _source(path)
    # The package calls it …InitArgs where …Args is a nested class of another type.
    name = match["name"]
    inputs = _parse_class(_class_text(source, f"{name}InitArgs") or _class_text(source, f"{name}Args") or "")
    state = _parse_class(_class_text(source, f"_{name}State") or "")
    return TypeSpec(token, module, inputs, state)


@lru_cache(maxsize=1024)
def nested_spec(module: str, name: str) -> Spec:
    """The properties of a nested class (`…Args`) of a module of the package; empty when it isn't there."""
    text = _class_text(_source(_root() / module / "_inputs.py"), name)
    return _parse_class(text) if text else {}


@lru_cache(maxsize=1)
def provider_spec() -> Spec:
    """The properties of the provider's own configuration."""
    return _parse_class(_class_text(_source(_root() / "provider.py"), "ProviderArgs") or "")


@lru_cache(maxsize=1)
def endpoint_names() -> frozenset[str]:
    """The services that `endpoints` of the provider's configuration may name, as that object's keys."""
    text = _class_text(_source(_root() / "_inputs.py"), "ProviderEndpointArgs") or ""
    return frozenset(_parse_class(text))


def suggestion(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'x' or 'y'?` for the close matches of `word`, empty without one."""
    close = difflib.get_close_matches(word, sorted(known), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(repr(item) for item in close)}?" if close else ""


def unknown_properties(spec: TypeSpec, inputs: Mapping[str, object]) -> Iterator[Failure]:
    """A failure for each key in `inputs`, at any depth, that the type doesn't have."""
    for name, value in inputs.items():
        known = spec.inputs.get(name)
        if known is not None:
            yield from _unknown_nested(spec.module, known, value, name)
        elif name in spec.state:
            yield Failure(name, f"{name!r} is an output of {spec.token}: it cannot be set")
        else:
            yield Failure(name, f"{name!r} is not a property of {spec.token}{suggestion(name, spec.inputs)}")


def _unknown_nested(module: str, known: PropertySpec, value: object, path: str) -> Iterator[Failure]:
    if known.nested is None or value is UNKNOWN:
        return
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unknown_nested(module, known, item, f"{path}[{index}]")
        return
    nested = nested_spec(module, known.nested)
    if not isinstance(value, Mapping) or not nested:
        return
    for name, item in value.items():
        if name in nested:
            yield from _unknown_nested(module, nested[name], item, f"{path}.{name}")
        elif name != "__defaults":
            yield Failure(f"{path}.{name}", f"{name!r} is not a property of {path}{suggestion(name, nested)}")
    for name, inner in nested.items():
        if inner.required and name not in value:
            yield Failure(f"{path}.{name}", f"{name!r} is required in {path} and is not given")
