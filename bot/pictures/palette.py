"""Colours: those of the chat page, by day and by night."""

from bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """One look of a picture."""

    paper: str  # around the card
    card: str
    edge: str  # of the card
    ink: str
    soft: str  # what is read second
    accent: str
    track: str  # behind a bar
    muted: str  # bars that did not reach the mark
    mark: str
    good: str
    good_tint: str


LIGHT = Palette(
    paper="#f1f0ec",
    card="#ffffff",
    edge="#e2e0da",
    ink="#1f2629",
    soft="#5c666b",
    accent="#1f6b78",
    track="#e6eaea",
    muted="#7d8c91",
    mark="#b3541e",
    good="#22683d",
    good_tint="#e2f2e8",
)
DARK = Palette(
    paper="#14181a",
    card="#1e2427",
    edge="#30383c",
    ink="#e8ebeb",
    soft="#a0abaf",
    accent="#7fc4cf",
    track="#343d41",
    muted="#7c898e",
    mark="#f0a36b",
    good="#8fdcab",
    good_tint="#20392b",
)
