"""Delivery: GitHub's workflows may deploy, through roles that they take by token."""

from components.delivery.component import Delivery, DeliveryArgs

__all__ = ["Delivery", "DeliveryArgs"]
