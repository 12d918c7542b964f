"""The campus account server beside 微精弘 (WeJH): accounts, credits, bindings, profiles, terms."""

from sandbox.wejh.api import Wejh, stand_in

__all__ = ["Wejh", "stand_in"]
