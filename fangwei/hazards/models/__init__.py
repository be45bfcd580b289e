"""Hazards, orders with their items, and the rewards that enterprises pay inside."""

from fangwei.hazards.models.hazard import Grade, Hazard, HowFound
from fangwei.hazards.models.order import Order, OrderItem
from fangwei.hazards.models.reward import InternalReward

__all__ = ["Grade", "Hazard", "HowFound", "InternalReward", "Order", "OrderItem"]
