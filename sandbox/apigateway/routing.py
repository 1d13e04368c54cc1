"""Which route a request means. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.apigateway.document import Route


def match(routes: Sequence[Route], method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The route of a request and its path parameters; literal segments win over parameters, those over `{name+}`."""
    wanted = path.strip("/").split("/")
    best: tuple[tuple[int, ...], Route, dict[str, str]] | None = None
    for route in routes:
        if route.method not in (method, "ANY"):
            continue
        found = _match_path(route.path.strip("/").split("/"), wanted)
        if found is None:
            continue
        rank = (*found[0], 0 if route.method == method else 1)
        if best is None or rank < best[0]:
            best = (rank, route, found[1])
    return (best[1], best[2]) if best else None


def _match_path(pattern: Sequence[str], wanted: Sequence[str]) -> tuple[tuple[int, ...], dict[str, str]] | None:
    ranks: list[int] = []
    values: dict[str, str] = {}
    for index, part in enumerate(pattern):
        if part.startswith("{") and part.endswith("+}"):
            rest = "/".join(wanted[index:])
            return ((*ranks, 2), {**values, part[1:-2]: rest}) if rest else None
        if index >= len(wanted):
            return None
        if part.startswith("{") and part.endswith("}"):
            if not wanted[index]:
                return None
            ranks.append(1)
            values[part[1:-1]] = wanted[index]
        elif part == wanted[index]:
            ranks.append(0)
        else:
            return None
    return (tuple(ranks), values) if len(pattern) == len(wanted) else None
