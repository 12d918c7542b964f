"""考试星 (kaoshixing), the JWT interface: candidates, departments, permissions, exams and results."""

from sandbox.kaoshixing.api import Kaoshixing, stand_in

__all__ = ["Kaoshixing", "stand_in"]
