"""Fixtures of lambda-provisioned-budget."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

WORK = aws("lambda/function", called="work", name="work", reservedConcurrentExecutions=10.0)
OTHER = aws("lambda/function", called="other", name="other", reservedConcurrentExecutions=1.0)
CONFIG = aws("lambda/provisionedConcurrencyConfig", called="warm", provisionedConcurrentExecutions=10.0, functionName=U)
WARM = CONFIG.made_from(functionName="work")
NAMED = CONFIG.but(functionName="work")
LIVE = aws("lambda/alias", called="live").made_from(functionName="work")
BY_ALIAS = CONFIG.made_from(functionName="live")
HALF = aws("lambda/provisionedConcurrencyConfig", called="half", provisionedConcurrentExecutions=5.0).made_from(
    functionName="work"
)
SNAP = {"applyOn": "PublishedVersions"}
OVER = ("work: reservedConcurrentExecutions is 9, below the 10 that are provisioned",)
LESS = WORK.but(reservedConcurrentExecutions=9.0)

CASES = Cases(
    passes=[
        stack(WORK, OTHER, WARM),
        stack(WORK, OTHER, NAMED),
        stack(WORK, LIVE, BY_ALIAS),
        stack(WORK.but(reservedConcurrentExecutions=None), WARM),
        stack(WORK.but(reservedConcurrentExecutions=-1.0), WARM),
        stack(WORK, HALF),
        stack(WORK, HALF, WARM.but(provisionedConcurrentExecutions=5.0)),
        stack(WORK.but(snapStart={"applyOn": "None"}), WARM),
        stack(WORK, OTHER.but(snapStart=SNAP), WARM),
        stack(WORK, OTHER.but(name=U), NAMED),
        stack(WORK, aws("lambda/function", called="unnamed", reservedConcurrentExecutions=1.0), WARM),
        stack(WORK.but(snapStart={"applyOn": "None"}), HALF),
    ],
    fails=[
        stack(LESS, OTHER, WARM, names=OVER),
        stack(LESS, OTHER, NAMED, names=OVER),
        stack(LESS, LIVE, BY_ALIAS, names=OVER),
        stack(LESS, HALF, WARM.but(provisionedConcurrentExecutions=5.0), names=OVER),
        stack(
            WORK.but(reservedConcurrentExecutions=0.0),
            HALF,
            names=("work: reservedConcurrentExecutions is 0, below the 5 that are provisioned",),
        ),
        stack(WORK.but(snapStart=SNAP), WARM, names=("work: snapStart is set beside provisioned concurrency",)),
    ],
    not_applicable=[stack(WORK), stack(WORK.but(snapStart=SNAP))],
    unknown=[
        stack(WORK.but(reservedConcurrentExecutions=U), WARM),
        stack(WORK, WARM.but(provisionedConcurrentExecutions=U)),
        stack(WORK.but(snapStart=U), WARM),
    ],
)
