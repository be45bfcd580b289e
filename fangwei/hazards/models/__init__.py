"""Hazards, and orders with their items."""

from fangwei.hazards.models.hazard import Grade, Hazard, HowFound
from fangwei.hazards.models.order import Order, OrderItem

__all__ = ["Grade", "Hazard", "HowFound", "Order", "OrderItem"]
