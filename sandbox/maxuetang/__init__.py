"""码学堂 (maxuetang), the merchants' interface: what the judge made of a submission."""

from sandbox.maxuetang.api import Maxuetang, stand_in

__all__ = ["Maxuetang", "stand_in"]
