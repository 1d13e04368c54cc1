"""A seeded simulation of arrivals against every pattern: latencies, errors, and what is paid for.

Importing it brings NumPy and Numba; commands import it when they run.
"""

from advisor.simulation.arrivals import bursty, diurnal, steady
from advisor.simulation.erlang import erlang_c, mean_wait_s
from advisor.simulation.recorded import read_trace
from advisor.simulation.results import Setup, Simulated, Timeline
from advisor.simulation.service_time import Distribution, ExponentialTime, ObservedTime, ServiceTime
from advisor.simulation.setups.assumption import Assumption
from advisor.simulation.setups.bedrock import BedrockOnDemandSetup, BedrockProvisionedSetup, Tokens
from advisor.simulation.setups.environments import LambdaSetup, ServerlessSetup
from advisor.simulation.setups.instances import AsyncSetup, ComponentsSetup, RealtimeSetup
from advisor.simulation.setups.retry import NO_RETRY, Retry
from advisor.simulation.setups.scaling import Metric, Minimum, Tracking
from advisor.simulation.simulate import simulate, simulate_all
from advisor.simulation.trace import Trace, TraceError, TraceSummary

__all__ = [
    "NO_RETRY",
    "AsyncSetup",
    "Assumption",
    "BedrockOnDemandSetup",
    "BedrockProvisionedSetup",
    "ComponentsSetup",
    "Distribution",
    "ExponentialTime",
    "LambdaSetup",
    "Metric",
    "Minimum",
    "ObservedTime",
    "RealtimeSetup",
    "Retry",
    "ServerlessSetup",
    "ServiceTime",
    "Setup",
    "Simulated",
    "Timeline",
    "Tokens",
    "Trace",
    "TraceError",
    "TraceSummary",
    "Tracking",
    "bursty",
    "diurnal",
    "erlang_c",
    "mean_wait_s",
    "read_trace",
    "simulate",
    "simulate_all",
    "steady",
]
