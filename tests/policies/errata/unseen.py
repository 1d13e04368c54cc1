"""What no rule over a stack's resources can see, each with the reason."""

from __future__ import annotations

from tests.policies.errata.entry import Erratum

SENTENCE = "a figure in a text: no resource says it"
FUNCTION = "in a function's code, which a rule does not see: it is an archive to the engine"
TEMPLATE = "of a CloudFormation template: the Pulumi type exists, and its arguments are typed and required"
WORKFLOW = "in the file of a workflow, which is no resource"
DESIGN = "a choice between designs, before there are resources"

ERRATA = (
    Erratum(1, "scheduled actions as a CloudFormation type of their own", unseen=TEMPLATE),
    Erratum(2, "about $215 a month for an endpoint without instance type or Region", unseen=SENTENCE),
    Erratum(5, "failover on builtin errors, without idempotency, for throttling too", unseen=FUNCTION),
    Erratum(8, "a routing change within 10 to 30 s", unseen=SENTENCE),
    Erratum(9, "trust by branch for a job that has an environment", unseen=WORKFLOW),
    Erratum(10, "business hours that may not span midnight", unseen=FUNCTION),
    Erratum(11, "a saving that is none when both capacities are equal", unseen=FUNCTION),
    Erratum(12, "no datapoint taken for idle, also minutes after the start", unseen=FUNCTION),
    Erratum(15, "health of the other Region taken for a lock", unseen=DESIGN),
    Erratum(20, "the price of Lambda quoted for serverless inference", unseen=SENTENCE),
    Erratum(22, "deploy jobs without checkout and capabilities", unseen=WORKFLOW),
    Erratum(23, "two names for one protection tag", unseen="tags are free: the schema of a program decides"),
    Erratum(24, "routing without a mode for no endpoint", unseen=FUNCTION),
    Erratum(25, "a scaling policy without its name and target", unseen=TEMPLATE),
    Erratum(26, "70 % saved, for every workload", unseen=SENTENCE),
    Erratum(27, "a pickle from a bucket that the caller chooses", unseen=FUNCTION),
    Erratum(28, "a cache without bounds, and each KeyError taken for the caller's", unseen=FUNCTION),
    Erratum(33, "a name that is not imported", unseen=FUNCTION),
    Erratum(34, "a cost formula that is 560 times too high", unseen=FUNCTION),
    Erratum(35, "cost data without its next page", unseen=FUNCTION),
    Erratum(40, "a status read from what is already the output", unseen=FUNCTION),
    Erratum(41, "a gate on accuracy alone, which may be missing", unseen="a function's answer is known when it runs"),
    Erratum(42, "a history that is cut at 25,000 events", unseen=SENTENCE),
    Erratum(49, "an example that returns another pattern than it says", unseen=FUNCTION),
    Erratum(50, "a month multiplied by 30 days", unseen=FUNCTION),
    Erratum(51, "a latency score that rises above the target", unseen=FUNCTION),
    Erratum(52, "percentiles by an index that is one too high", unseen=FUNCTION),
    Erratum(53, "the larger of two percentiles for that of the mixture", unseen=FUNCTION),
    Erratum(54, "own models that rule out serverless and Lambda", unseen=DESIGN),
    Erratum(55, "shares in a comment that are not those of the code", unseen=FUNCTION),
    Erratum(57, "a switcher without dwell time, staleness or failback", unseen=FUNCTION),
)
ORIGIN = (
    Erratum("auto stop", "tags that cannot be read taken for none, and the variant's name fixed", unseen=FUNCTION),
    Erratum("cross-Region client", "the same ARNs and buckets for both Regions", unseen=FUNCTION),
)
