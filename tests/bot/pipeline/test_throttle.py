"""A person's messages in a minute."""

from bot.throttle import Pace, Throttle


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_sliding_minute() -> None:
    clock = Clock()
    throttle = Throttle(2, clock)
    assert [throttle.pace("a") for _ in range(4)] == [Pace.FINE, Pace.FINE, Pace.TOLD, Pace.SILENT]
    assert throttle.pace("b") is Pace.FINE
    assert throttle.wait_s("a") == 60
    clock.now = 60
    assert throttle.pace("a") is Pace.FINE


def test_is_told_once_a_minute() -> None:
    clock = Clock()
    throttle = Throttle(1, clock)
    throttle.pace("a")
    clock.now = 59
    assert throttle.pace("a") is Pace.TOLD
    clock.now = 60
    assert throttle.pace("a") is Pace.FINE
    assert throttle.pace("a") is Pace.SILENT
