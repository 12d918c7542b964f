"""How fast a platform may be sent to, by a clock turned by hand."""

from dataclasses import dataclass
from itertools import pairwise

import pytest

from bot.budget import Budget, Pace

PACE = Pace(per_second=29, per_chat=1, per_group_minute=18)


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def budget(clock: Clock) -> Budget:
    return Budget(PACE, clock)


def leave(budget: Budget, clock: Clock, chat: str, *, group: bool) -> float:
    """Let a message leave as soon as it may; when it did."""
    budget.take(chat, group=group)
    while wait := budget.leaves_in():
        clock.now += wait
    return clock.now


def sent(budget: Budget, clock: Clock, chat: str, *, group: bool, seconds: float) -> int:
    """How many messages one chat gets in so long, if it is sent to whenever it may be."""
    ends, count = clock.now + seconds, 0
    while clock.now < ends:
        if wait := budget.wait_s(chat, group=group):
            clock.now += wait
            continue
        leave(budget, clock, chat, group=group)
        count += clock.now < ends
    return count


def test_everything_together_is_spaced(budget: Budget, clock: Clock) -> None:
    leaves = [leave(budget, clock, str(chat), group=False) for chat in range(30)]
    assert [later - earlier for earlier, later in pairwise(leaves)] == [pytest.approx(1 / 29, abs=0.006)] * 29
    assert leaves[-1] - leaves[0] == pytest.approx(1, abs=0.006)


def test_room_is_what_leaves_soon(budget: Budget, clock: Clock) -> None:
    """So that an answer overtakes a thousand notifications, also after a long pause."""
    assert budget.room() == 3
    for chat in range(3):
        budget.take(str(chat), group=False)
    assert budget.room() == 0
    wait = budget.opens_in()
    assert 0 < wait < 1 / 29
    clock.now += wait + 1e-6
    for _message in range(3):
        budget.leaves_in()
        clock.now += 1 / 29
    assert budget.room() == 3


@pytest.mark.parametrize("per_second", [0.2, 1, 7, 29, 1000])
def test_all_of_it_can_be_used(clock: Clock, per_second: float) -> None:
    budget, ends, count = Budget(Pace(per_second, 1, 18), clock), clock.now + 60, 0
    while clock.now < ends:
        if not budget.room():
            clock.now += budget.opens_in() + 1e-6
            continue
        leave(budget, clock, str(count), group=False)
        count += 1
    assert count == pytest.approx(60 * per_second, rel=0.05, abs=1)


def test_pause_is_not_made_up_for(budget: Budget, clock: Clock) -> None:
    """However long nothing was sent, what then leaves is spaced."""
    clock.now += 3600
    leaves = [leave(budget, clock, str(chat), group=False) for chat in range(29)]
    assert leaves[-1] - leaves[0] == pytest.approx(28 / 29, abs=0.006)


def test_process_that_was_busy_does_not_make_up_for_it(budget: Budget, clock: Clock) -> None:
    """Those that waited through it leave one after the other."""
    for chat in range(3):
        budget.take(str(chat), group=False)
    clock.now += 5
    waits = []
    for _message in range(3):
        waits.append(budget.leaves_in())
        clock.now += waits[-1]
        if waits[-1]:
            assert budget.leaves_in() == 0
    assert waits == [0, pytest.approx(1 / 29, abs=0.006), pytest.approx(1 / 29, abs=0.006)]


def test_slow_line_does_not_bring_a_person_s_messages_together(budget: Budget, clock: Clock) -> None:
    """What left long ago may have arrived just now."""
    for _message in range(3):
        leave(budget, clock, "alice", group=False)
    clock.now += 10
    budget.landed("alice", group=False)
    leave(budget, clock, "alice", group=False)
    leave(budget, clock, "alice", group=False)
    assert budget.wait_s("alice", group=False) > 0.8


def test_person_gets_three_at_once_and_then_one_a_second(budget: Budget, clock: Clock) -> None:
    for _message in range(3):
        assert budget.wait_s("alice", group=False) == 0
        leave(budget, clock, "alice", group=False)
    assert budget.wait_s("alice", group=False) == pytest.approx(1, abs=0.11)
    assert budget.wait_s("bob", group=False) == 0
    assert sent(budget, clock, "alice", group=False, seconds=60) == pytest.approx(60, abs=1)


def test_burst_comes_back_after_a_pause(budget: Budget, clock: Clock) -> None:
    sent(budget, clock, "alice", group=False, seconds=10)
    clock.now += 3
    for _message in range(3):
        assert budget.wait_s("alice", group=False) == 0
        leave(budget, clock, "alice", group=False)


def test_group_gets_eighteen_in_any_minute(budget: Budget, clock: Clock) -> None:
    start = clock.now
    assert sent(budget, clock, "class", group=True, seconds=60) == 18
    assert clock.now >= start + 60
    assert sent(budget, clock, "class", group=True, seconds=600) == pytest.approx(180, abs=1)


def test_no_minute_holds_more_than_eighteen(budget: Budget, clock: Clock) -> None:
    times: list[float] = []
    while len(times) < 100:
        clock.now += budget.wait_s("class", group=True)
        leave(budget, clock, "class", group=True)
        times.append(clock.now)
        clock.now += 0.7
    assert all(later - earlier >= 60 for earlier, later in zip(times, times[18:], strict=False))


def test_chat_that_is_told_to_wait_waits_alone(budget: Budget, clock: Clock) -> None:
    budget.halt("alice", 30)
    assert budget.wait_s("alice", group=False) == 30
    assert budget.wait_s("bob", group=False) == 0
    assert budget.room() > 0
    clock.now += 30
    assert budget.wait_s("alice", group=False) == 0


def test_same_chat_twice_is_still_one_chat(budget: Budget) -> None:
    budget.halt("alice", 30)
    budget.halt("alice", 30)
    assert budget.room() > 0


def test_several_chats_within_a_second_mean_everybody(budget: Budget, clock: Clock) -> None:
    budget.halt("alice", 5)
    clock.now += 0.9
    budget.halt("class", 20)
    assert budget.room() == 0
    assert budget.opens_in() == pytest.approx(20, abs=0.2)
    budget.take("bob", group=False)
    assert budget.leaves_in() == pytest.approx(20)
    clock.now += 21
    assert budget.room() > 0


def test_several_chats_further_apart_mean_themselves(budget: Budget, clock: Clock) -> None:
    budget.halt("alice", 5)
    clock.now += 1.1
    budget.halt("bob", 5)
    assert budget.room() > 0


def test_group_that_moved_keeps_its_minute(budget: Budget, clock: Clock) -> None:
    for _message in range(18):
        leave(budget, clock, "-5", group=True)
    before = budget.wait_s("-5", group=True)
    budget.moved("-5", "-1005")
    assert budget.wait_s("-1005", group=True) == before > 0


def test_shut_means_nothing(budget: Budget) -> None:
    budget.shut = True
    assert (budget.room(), budget.opens_in()) == (0, 0.1)


def test_without_a_pace_everything() -> None:
    budget = Budget(None)
    assert budget.wait_s("alice", group=False) == budget.leaves_in() == 0
    assert budget.room() > 10_000


def test_many_chats_are_forgotten_again(budget: Budget, clock: Clock) -> None:
    for chat in range(30_000):
        leave(budget, clock, str(chat), group=chat % 2 == 0)
        budget.halt(str(chat), 0.1)
        clock.now += 2
    assert len(budget._chats) + len(budget._groups) + len(budget._halts) <= 30_003
