"""The admin API of a sandbox server, from another process."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from sandbox.asl_coverage import Step


class SandboxClientError(RuntimeError):
    """The server refused, or did not answer."""


class SandboxClient:
    """Calls `/_sandbox/…`.

    Args:
        url: Where the server listens.
        timeout_s: Longest wait for an answer, seconds.
    """

    def __init__(self, url: str, timeout_s: float = 30.0) -> None:
        parts = urlsplit(url)
        if not parts.hostname or not parts.port:
            raise ValueError(f"url is {url!r}; accepted: http://<host>:<port>")
        self._address = (parts.hostname, parts.port)
        self._timeout_s = timeout_s

    def health(self) -> dict[str, Any]:
        """State, process id, token and uptime."""
        return self._call("GET", "health")

    def add_fault(self, **fault: Any) -> str:
        """Puts a fault in force (members as in `sandbox.faults`) and returns its id."""
        return str(self._call("POST", "faults", fault)["id"])

    def faults(self) -> list[dict[str, Any]]:
        """Every fault in force, with its hits."""
        return list(self._call("GET", "faults")["faults"])

    def clear_faults(self, fault_id: str | None = None) -> None:
        """Takes one fault away, or all."""
        self._call("DELETE", f"faults/{fault_id}" if fault_id else "faults")

    def options(self) -> dict[str, Any]:
        """The present options."""
        return self._call("GET", "options")

    def set_options(self, **options: Any) -> dict[str, Any]:
        """Changes single options."""
        return self._call("POST", "options", options)

    def run_schedule(self, name: str, resource: str | None = None) -> list[str]:
        """Fires a schedule, a scheduled rule or scheduled actions now.

        Args:
            name: Of the schedule; several scalable targets may have an action of one name.
            resource: Resource id of the one target whose action is meant; None for all.

        Returns:
            Resource ids of the scalable targets whose bounds were set; none for a schedule that scales nothing.
        """
        body = {"resource": resource} if resource else None
        answer = self._call("POST", f"schedules/{quote(name, safe='')}/run", body)
        return list(answer.get("resources", ()))

    def freeze_endpoint(self, name: str) -> None:
        """Makes the next call of an endpoint a cold start."""
        self._call("POST", f"endpoints/{quote(name, safe='')}/freeze")

    def oidc_token(self, claims: Mapping[str, Any]) -> str:
        """A token with these claims (`iss`, `sub`, `aud` and more), signed as the provider's issuer would sign it."""
        return str(self._call("POST", "oidc/token", {"claims": dict(claims)})["value"])

    def functions(self) -> list[dict[str, Any]]:
        """Figures of every function that ran."""
        return list(self._call("GET", "functions")["functions"])

    def bedrock_quotas(self, **values: Any) -> dict[str, Any]:
        """Sets quotas of Bedrock: `model` with `requests_per_minute` and `tokens_per_minute`, or `model_units`."""
        return self._call("POST", "bedrock/quotas", values)

    def bedrock_pace(self, *, first_token_s: float = 0.0, seconds_per_output_token: float = 0.0) -> None:
        """Makes answers of Bedrock take their time."""
        pace = {"first_token_s": first_token_s, "seconds_per_output_token": seconds_per_output_token}
        self._call("POST", "bedrock/pace", pace)

    def endpoint_work(self, name: str, *, seconds: float, workers: int = 1) -> None:
        """Gives each request of an endpoint so many seconds of work more, and each instance so many workers.

        Args:
            name: Endpoint.
            seconds: Per request, 0 to 60; 0 takes it back.
            workers: Requests that an instance serves at once, >= 1; the others wait in its queue.
        """
        body = {"seconds": seconds, "workers": workers}
        self._call("POST", f"endpoints/{quote(name, safe='')}/work", body)

    def jobs(self) -> Any:
        """SageMaker's jobs."""
        return self._call("GET", "jobs")

    def interrupt_training(self, name: str) -> None:
        """Takes the spot instance away from a training job."""
        self._call("POST", f"training/{quote(name, safe='')}/interrupt")

    def asl_steps(self, name: str) -> list[Step]:
        """What the executions of a state machine were seen to do."""
        return [Step(*step) for step in self._call("GET", f"asl/{quote(name, safe='')}")["steps"]]

    def stop(self, token: str) -> None:
        """Ends the server."""
        self._call("POST", "stop", {"token": token})

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        connection = http.client.HTTPConnection(*self._address, timeout=self._timeout_s)
        try:
            connection.request(method, f"/_sandbox/{path}", json.dumps(body or {}))
            response = connection.getresponse()
            answer: dict[str, Any] = json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            where = f"http://{self._address[0]}:{self._address[1]}"
            raise SandboxClientError(f"{method} /_sandbox/{path}: no answer from {where} ({error})") from error
        finally:
            connection.close()
        if response.status >= 400:
            raise SandboxClientError(f"{method} /_sandbox/{path}: {response.status} {answer.get('error', answer)}")
        return answer
