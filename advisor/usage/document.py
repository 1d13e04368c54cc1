"""A usage file as YAML has it. A key that stands there twice is refused: YAML would silently take the last one."""

from __future__ import annotations

from typing import Any

import yaml

from advisor.errors import InputError


class _OneOfEach(yaml.SafeLoader):
    """Refuses a key that a mapping has already."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen if isinstance(key, yaml.ScalarNode) else False:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} is there twice", key.start_mark)
            if isinstance(key, yaml.ScalarNode):
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def read(text: str, source: str) -> Any:
    """The document; ``None`` of an empty file.

    Raises:
        InputError: It is not YAML, or has a key twice.
    """
    loader = _OneOfEach(text)
    try:
        return loader.get_single_data()
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InputError(f"{source} is not YAML: {' '.join(str(error).split())}") from None
