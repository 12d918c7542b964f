"""考试云 (kaoshiyun), API v5: exams, their grades, and what an account has yet to sit."""

from sandbox.kaoshiyun.api import Kaoshiyun, stand_in

__all__ = ["Kaoshiyun", "stand_in"]
