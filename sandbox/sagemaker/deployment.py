"""What an endpoint serves with, and which variant answers a call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import AwsError
from sandbox.sagemaker.hosting import Host


@dataclass(slots=True)
class Deployment:
    """The variants that an endpoint serves with right now.

    Attributes:
        config: Fields of the endpoint configuration it was made of.
        hosts: Variant name to host; a variant of inference components has none.
        served: Variant name to invocations, for the split by weight.
        weights: Variant name to its weight, where it is not the configuration's any more.
    """

    config: Mapping[str, Any]
    hosts: dict[str, Host] = field(default_factory=dict)
    served: dict[str, int] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)

    def choose(self, target: str = "") -> tuple[str, Host]:
        """The variant for the next call: `target`, or the one furthest behind its weight.

        Raises:
            AwsError: No such variant.
        """
        if target:
            if target not in self.hosts:
                raise AwsError("ValidationError", f"Variant {target} was not found.")
            return target, self.hosts[target]
        given = {v["VariantName"]: v.get("InitialVariantWeight", 1.0) for v in self.config["ProductionVariants"]}
        weights = {**given, **self.weights}
        active = [name for name in self.hosts if weights[name] > 0] or list(self.hosts)
        name = min(active, key=lambda one: (self.served.get(one, 0) + 1) / (weights[one] or 1.0))
        self.served[name] = self.served.get(name, 0) + 1
        return name, self.hosts[name]

    def close(self) -> None:
        """Stops every container once its requests are answered."""
        for host in self.hosts.values():
            host.close()
