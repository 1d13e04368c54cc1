"""``python -m advisor.simulation``: compiles the loops, so that no command has to wait for it; once for a checkout."""

from __future__ import annotations

import numpy as np

from advisor.simulation import (
    BedrockOnDemandSetup,
    ExponentialTime,
    LambdaSetup,
    RealtimeSetup,
    Tokens,
    Trace,
    simulate_all,
)


def compile_all() -> None:
    """Run each loop once, which compiles and keeps it; quick when that was done before."""
    service, tokens = ExponentialTime(100), Tokens(1, 1)
    each = (
        LambdaSetup(service=service),
        RealtimeSetup(service=service),
        BedrockOnDemandSetup(service=service, tokens=tokens, tokens_per_minute=1e6),
    )
    simulate_all(Trace(np.zeros(1), 1.0, "one request", "made here"), each, 0)


if __name__ == "__main__":
    compile_all()
