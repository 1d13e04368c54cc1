"""The money in the brief, computed again from dated prices: what it says, what it comes to, and why they differ.

S0, S1 and S2 are the three texts that the project began with. Assumptions that they leave open are written into a row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from advisor.cost_page import figures
from advisor.cost_page.rates import Rates
from domain.pricing import HOURS_PER_MONTH


@dataclass(frozen=True)
class Claim:
    """One figure of the brief.

    Args:
        source: Which text.
        what: What it is about.
        said: The figure there.
        compute: Ours; raises ``UnpricedError`` when a price is missing.
        why: Why they differ, or that they agree.
    """

    source: str
    what: str
    said: str
    compute: Callable[[Rates], str]
    why: str


CLAIMS: Final = (
    Claim(
        "S0",
        "Serverless inference without provisioned concurrency",
        "$1 to 300 a month",
        figures.traffic,
        "Right for one request at a time. Nothing without traffic; no ceiling with several at a time.",
    ),
    Claim(
        "S0",
        "Serverless inference, provisioned concurrency 1",
        "~$50 to 160 a month, fixed",
        figures.provisioned,
        "The largest memory is 6 GB: more than that needs more units. Requests come on top, at a rate of their own.",
    ),
    Claim("S0", "Scheduled scaling", "$0", figures.nothing, "Agrees: Application Auto Scaling is not billed."),
    Claim(
        "S0",
        "Billing alarms",
        "~$0.30 a month (3)",
        figures.alarms,
        "Agrees for the alarms. Topics that are encrypted with a key of their own, as here, need one in us-east-1.",
    ),
    Claim(
        "S0",
        "Auto-stop function",
        "~$0",
        figures.auto_stop,
        "The function is nearly free. Its metrics are not: each name with each set of dimensions is billed.",
    ),
    Claim(
        "S0",
        "DynamoDB global tables",
        "~$0 to 5 a month",
        figures.replicated,
        "A question of writes, not a fee: each Region bills a write as if it were its own.",
    ),
    Claim("S0", "CI/CD pipeline", "$0", figures.nothing, "Agrees for AWS: what runs elsewhere is billed elsewhere."),
    Claim(
        "S0",
        "A second Region",
        "+30 to 100 %",
        figures.standby,
        "It depends on what runs there: compare two previews with `advisor cost --diff`.",
    ),
    Claim(
        "S0",
        "Off-hours at most the business minimum: a saving for sure",
        "a reduction, guaranteed",
        figures.equal_capacity,
        "It only keeps evenings from costing more. Equal capacities save nothing.",
    ),
    Claim(
        "S0, S1",
        "What a schedule saves",
        "up to ~70 %",
        figures.off_hours,
        "Only a fleet that shrinks far, or to zero, gets there. Hours: Monday to Friday, 9 to 18.",
    ),
    Claim(
        "S0, S1",
        "A real-time endpoint all month",
        "~$215",
        figures.instances,
        f"$215 are ${215 / HOURS_PER_MONTH:.4f} an hour. It names no instance and no Region to compare with.",
    ),
    Claim("S1", "Serverless inference", "$0.00001667 per GB-second", figures.lambda_rate, "That is Lambda's price."),
    Claim(
        "S1",
        "Serverless below, an endpoint above",
        "500 and 1,000 requests/h",
        figures.break_even,
        "Requests alone decide nothing: duration and memory move the crossing. Here 2 GB and one ml.m5.large.",
    ),
    Claim(
        "S1",
        "Replication of a table",
        "~$0.25 per GB",
        figures.per_gigabyte,
        "Writes are billed, not gigabytes; a price by the gigabyte is the one of storage.",
    ),
    Claim(
        "S1",
        "Endpoints deleted outside business hours",
        "100 % of the off-hours",
        figures.off_share,
        "Agrees; of the whole bill it is this much.",
    ),
    Claim(
        "S2",
        "EC2 t3.medium all month",
        "$70",
        figures.ec2,
        "The platform has no EC2 instance, so no price of one is kept.",
    ),
    Claim("S2", "ml.m5.large endpoint all month", "$150", figures.endpoint, "It names no Region."),
    Claim(
        "S2",
        "10,000 predictions with Lambda and serverless",
        "$12",
        figures.ten_thousand,
        "Its own formula has a wrong unit, see below.",
    ),
    Claim("S2", "10,000 predictions with Lambda, 50 ms", "$5", figures.one_function, "No derivation is given."),
    Claim(
        "S2",
        "Price of serverless inference",
        "$0.000025 per inference + $0.000011 per MB-second",
        figures.megabyte_seconds,
        "There is no price per inference, and the other is in the wrong unit.",
    ),
    Claim(
        "S2",
        "Its example: 50,000 inferences of 2 s at 2 GB",
        "what its formula gives",
        figures.example,
        "Follows from the row above.",
    ),
    Claim(
        "S2",
        "100,000 predictions a month",
        "$10 to 15 against $70 to 150",
        figures.hundred_thousand,
        "With 2 s at 2 GB and a function of 512 MB, as in the row of 10,000.",
    ),
    Claim(
        "S2",
        "Provisioned concurrency of Lambda",
        "$0.000004167 per GB-second",
        figures.warm,
        "Agrees for x86, rounded. It is charged used or not, and $LATEST cannot have it.",
    ),
)
"""In the order of the texts."""
