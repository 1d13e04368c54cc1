"""What is watched of the platform as a whole: objectives with their burn rates, and the dashboard."""

from components.observability.dashboard import DashboardArgs, PredictionDashboard, body
from components.observability.slo_alarms import SloAlarms, SloAlarmsArgs

__all__ = ["DashboardArgs", "PredictionDashboard", "SloAlarms", "SloAlarmsArgs", "body"]
