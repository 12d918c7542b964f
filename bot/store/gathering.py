"""Notifications that wait for one person and belong together, as one message: pure."""

from dataclasses import replace

from bot.messages import Button, Outgoing
from bot.pieces import units
from bot.watches import NAMES_BETWEEN, UNCOVER, named

MOST = 2000  # UTF-16 units, which every platform takes
_BUTTON_BYTES = 64


def together(first: Outgoing, then: Outgoing) -> Outgoing | None:
    """Both, under one heading where it is the same; `None` where they are to be told apart, as pictures are."""
    if first.recipe or then.recipe:
        return None
    if not first.gathers or first.gathers != then.gathers or first.personal != then.personal:
        return None
    if first.sums and then.sums and first.sums[1] == then.sums[1]:
        return _summed(first, then, first.sums[0] + then.sums[0], first.sums[1])
    heading = then.text.partition("\n")[0] + "\n"
    cut = len(heading) if first.text.startswith(heading) else 0
    text = f"{first.text}\n\n{then.text[cut:]}"
    options = _options(first.options, then.options)
    if units(text) > MOST or any(len(each.id.encode()) > _BUTTON_BYTES for each in options):
        return None
    moved = len(first.text) + 2 - cut
    strong = tuple((begins + moved, ends + moved) for begins, ends in then.strong if begins >= cut)
    return replace(first, text=text, options=options, strong=first.strong + strong)


def _summed(first: Outgoing, then: Outgoing, count: int, text: str) -> Outgoing:
    """One line with the number of both."""
    options, names = _options(first.options, then.options), (*first.names, *then.names)
    summed = text.replace("{count}", str(count)).replace("{names}", NAMES_BETWEEN.join(named(names)))
    return replace(first, text=summed, options=options, sums=(count, text), names=names)


def covered(outgoing: Outgoing) -> list[str]:
    """The words that uncover what it covers."""
    uncovering = (each.id.removeprefix(UNCOVER) for each in outgoing.options if each.id.startswith(UNCOVER))
    return [word for words in uncovering for word in words.split()]


def _options(first: tuple[Button, ...], then: tuple[Button, ...]) -> tuple[Button, ...]:
    """What stands on both does the same; one that uncovers uncovers both."""
    labels = {each.label: each for each in then}
    both = [_both(each, labels.pop(each.label, each)) for each in first]
    return (*both, *labels.values())


def _both(one: Button, other: Button) -> Button:
    if one.id != other.id and one.id.startswith(UNCOVER) and other.id.startswith(UNCOVER):
        return replace(one, id=f"{one.id} {other.id.removeprefix(UNCOVER)}")
    return one
