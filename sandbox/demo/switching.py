"""Advice and switch in the demonstration: traffic is recorded, advice is asked, its settings are deployed.

Then the endpoint that was advised gets more load than it can carry: traffic must leave it and come back, and no request
may be lost. The stack's own functions decide; the endpoint is slow because its requests really wait in its queue.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sandbox.client import SandboxClient
from sandbox.demo import advice
from sandbox.demo.checks import REQUIRED_ACCURACY, Check
from sandbox.demo.commands import ROOT, advisor, written_outputs
from sandbox.demo.router import ALIAS, Callers, Image, Routed, eventually, shares
from sandbox.demo.shift_plot import draw
from sandbox.demo.stack import SandboxStack

HOME, FALLBACK = "sagemaker_realtime", "sagemaker_serverless"
BURST_S, BURSTS, PER_BURST = 3.0, 4, 40
"""The traffic that is recorded: bursts, with as long a pause between two."""
WORK_S, WORKERS = 0.4, 1
"""What a request costs the endpoint while it is overloaded: 2.5 a second are what one instance can carry."""
THREADS, PAUSE_S = 7, 0.05
LIMIT_S, LOOK_EVERY_S = 120.0, 2.0
AWAY_SHARE, HOME_SHARE = 0.9, 0.8
"""Least share of the answers of who has the traffic; a small part goes to the other one to know its health."""
CALM_S = 5.0


@dataclass(frozen=True)
class Step:
    """Something that happened.

    Attributes:
        at_s: When, on the clock of the callers.
        what: In a few words.
    """

    at_s: float
    what: str


class SwitchScene:
    """Plays the scene, and keeps what was found.

    Args:
        outputs: The stack's outputs.
        client: Makes a boto3 client for a service of the sandbox.
        sandbox: The sandbox's own controls.
        environment: Address and keys of the caller, as its shell has them.
        images: Files and their right labels.
        folder: For the files of the scene.
    """

    def __init__(
        self,
        outputs: Mapping[str, Any],
        client: Callable[[str], Any],
        sandbox: SandboxClient,
        environment: Mapping[str, str],
        images: list[Image],
        folder: Path,
    ) -> None:
        self._outputs = outputs
        self._environment = environment
        self._sandbox = sandbox
        self._lambda = client("lambda")
        self._callers = Callers(outputs["routerFunction"], self._lambda, images)
        self._folder = folder
        self._looks: list[dict[str, Any]] = []
        self.steps: list[Step] = []
        self.checks: list[Check] = []

    def advise(self) -> None:
        """Records traffic and asks for advice on it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        starts = [
            burst * 2 * BURST_S + number * BURST_S / PER_BURST for burst in range(BURSTS) for number in range(PER_BURST)
        ]
        recorded = self._callers.replay(starts, threads=8)
        advice.write_trace(self._folder / "trace.csv", recorded)
        cold_start_ms = self._sandbox.options()["cold_start_s"] * 1000
        workload = advice.workload(recorded, (HOME, FALLBACK), cold_start_ms)
        (self._folder / "workload.yaml").write_text(yaml.safe_dump(workload, sort_keys=False))
        settings = self._recommend()["settings"].get("switching", {}).get("patterns", [])
        order = [each["pattern"] for each in settings]
        self._judge(
            "the advice on recorded traffic has a choice, a fallback and pictures",
            order == [HOME, FALLBACK] and (self._folder / "costs.png").stat().st_size > 0,
            f"{len(recorded)} recorded requests: {' before '.join(order) or 'none'}",
        )

    def deploy(self, stack: SandboxStack) -> None:
        """Merges the advised settings into the stack's file and deploys them, with the policy pack."""
        target = self._folder / "Pulumi.advised.yaml"
        base = yaml.safe_load((ROOT / "Pulumi.sandbox.yaml").read_text())
        advised = yaml.safe_load((self._folder / "settings.yaml").read_text())
        target.write_text(yaml.safe_dump(advice.within(advice.merged(base, advised)), sort_keys=False))
        stack.up(target)
        found = self._lambda.get_function_configuration(FunctionName=self._outputs["routerFunction"])
        order = [each["pattern"] for each in json.loads(found["Environment"]["Variables"]["PATTERNS"])]
        self._judge(
            "the advised settings are deployed, and the policy pack has nothing to say",
            order == [HOME, FALLBACK] and stack.policy_pack_ran(),
            " before ".join(order),
        )

    def play(self) -> None:
        """The advised endpoint gets more load than it can carry, then less again."""
        endpoint = self._outputs["endpointNames"]["realtime_endpoint"]
        begun = self._callers.now()
        with self._callers.calling(THREADS, PAUSE_S):
            self._until(lambda look: look["primary"] == HOME and look["mode"] == "normal")
            self._wait()
            self._sandbox.endpoint_work(endpoint, seconds=WORK_S, workers=WORKERS)
            overloaded = self._note("too much load")
            moved = self._until(lambda look: look["primary"] == FALLBACK)
            left = self._note("decided: away")
            self._wait()
            away = self._callers.since(left + CALM_S)
            self._sandbox.endpoint_work(endpoint, seconds=0)
            relieved = self._note("load is gone")
            back = self._until(lambda look: look["primary"] == HOME and look["mode"] == "normal")
            returned = self._note("decided: all back")
            self._wait()
        home = self._callers.since(returned + CALM_S)
        self._judge_shift(moved, left - overloaded, away)
        self._judge_return(back, returned - relieved, home)
        self._judge_answers(self._callers.since(begun))
        self._explain(moved["decision_id"])
        draw(self._folder / "shift.png", self._callers.since(begun), self.steps)

    def _wait(self) -> None:
        """Lets the environments read the new state, and the callers meet it."""
        time.sleep(2 * CALM_S)

    def _until(self, reached: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Looks at the patterns until something holds; the last look when it never does."""

        def look() -> bool:
            answer = self._lambda.invoke(FunctionName=self._outputs["switchFunction"], Qualifier=ALIAS, Payload=b"{}")
            self._looks.append(json.loads(answer["Payload"].read()))
            return reached(self._looks[-1])

        eventually(look, LIMIT_S, LOOK_EVERY_S)
        return self._looks[-1]

    def _note(self, what: str) -> float:
        now = self._callers.now()
        self.steps.append(Step(now, what))
        return now

    def _recommend(self) -> dict[str, Any]:
        files = ["--plots", str(self._folder), "--settings", str(self._folder / "settings.yaml")]
        done = advisor(self._environment, "recommend", str(self._folder / "workload.yaml"), "--format", "json", *files)
        if done.returncode:
            return {"problem": done.stderr, "settings": {}}
        (self._folder / "advice.json").write_text(done.stdout)
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def _judge(self, name: str, holds: bool, found: str) -> None:
        self.checks.append(Check(f"switch: {name}", holds, found))

    def _judge_shift(self, look: Mapping[str, Any], seconds: float, away: list[Routed]) -> None:
        share = shares(away).get(FALLBACK, 0.0)
        found = f"after {seconds:.1f} s, {share:.0%} of {len(away)} answers by the fallback: {look['reason']}"
        self._judge(
            "traffic leaves an endpoint that is overloaded", look["primary"] == FALLBACK and share >= AWAY_SHARE, found
        )

    def _judge_return(self, look: Mapping[str, Any], seconds: float, home: list[Routed]) -> None:
        share = shares(home).get(HOME, 0.0)
        found = f"{seconds:.1f} s after the load, {share:.0%} of {len(home)} answers by the endpoint: {look['reason']}"
        self._judge("traffic comes back in steps", look["primary"] == HOME and share >= HOME_SHARE, found)

    def _judge_answers(self, routed: list[Routed]) -> None:
        lost = [each.problem for each in routed if each.problem]
        right = sum(each.right for each in routed) / len(routed)
        found = f"{len(routed)} requests, {len(lost)} lost{': ' + lost[0] if lost else ''}, {right:.4f} right"
        self._judge("no request is lost", not lost and right >= REQUIRED_ACCURACY, found)

    def _explain(self, decision: str) -> None:
        outputs = written_outputs(self._folder, self._outputs)
        done = advisor(self._environment, "switch", "explain", decision, "--outputs", str(outputs))
        self._judge(
            "a decision can be explained by its id",
            done.returncode == 0 and HOME in done.stdout,
            " ".join((done.stdout or done.stderr).split())[:160],
        )
