"""Theme: how endpoints are scaled beyond their defaults, what is bought of Bedrock, and Lambda's concurrency."""

from components.capacity.component import Capacity, CapacityArgs

__all__ = ["Capacity", "CapacityArgs"]
