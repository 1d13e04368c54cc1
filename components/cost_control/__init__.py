"""Theme B: costs that are planned, watched and cut."""

from components.cost_control.component import CostControl, CostControlArgs

__all__ = ["CostControl", "CostControlArgs"]
