"""The CET score system (四六级)."""

from sandbox.cet.api import Cet, TicketKey, stand_in

__all__ = ["Cet", "TicketKey", "stand_in"]
