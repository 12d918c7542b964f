"""Whether somebody who wants to bind an account can prove that it is theirs.

A try is counted before anything is looked at, so that nobody gains one by crashes, by several chats or by hurry.
"""

from collections.abc import Awaitable, Callable
from dataclasses import field
from datetime import timedelta
from typing import Final

from bot.changes import Spend
from bot.keeping import Keeping, NoMoreTries, Try
from bot.people import Person
from bot.values import dataclass
from bot.words import Words, _
from providers.errors import NotFound, ProviderError

CODE: Final = "code"  # the kind of token that a code is
CODE_DAYS: Final = 7
CODE_LIFE: Final = timedelta(days=CODE_DAYS)


@dataclass(frozen=True, slots=True)
class Known:
    """What a system has of an account: its number as it is written there, and what proves it; nothing may be there."""

    number: str = field(repr=False)
    proofs: frozenset[str] = field(default_factory=frozenset, repr=False)


@dataclass(frozen=True, slots=True)
class Way:
    """How accounts of one system are proven besides by a code; `known` is None where they are not."""

    system: str
    exists: Callable[[str], Awaitable[str]]  # the number as the system writes it, or NotFound
    known: Callable[[str], Awaitable[Known]] | None
    fits: Callable[[str, str], bool]  # whether what was said is what is known
    named: bool = False  # a proof is the name of whoever holds the account, and is kept with it


@dataclass(frozen=True, slots=True)
class Proven:
    number: str = field(repr=False)
    name: str = field(default="", repr=False)
    spent: tuple[Spend, ...] = ()  # the code


@dataclass(frozen=True, slots=True)
class Wrong:
    left: int  # tries


@dataclass(frozen=True, slots=True)
class NoSuchAccount:
    left: int


@dataclass(frozen=True, slots=True)
class Nothing:
    """The system has nothing that could prove the account: somebody has to be asked. The try counts on until then."""

    tried: int


@dataclass(frozen=True, slots=True)
class NotLookedAt:
    why: Words


@dataclass(frozen=True, slots=True)
class NoAnswer:
    problem: ProviderError


Verdict = Proven | Wrong | NoSuchAccount | Nothing | NotLookedAt | NoAnswer


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says what of which account."""

    person: Person
    number: str = field(repr=False)
    proof: str = field(repr=False)


async def prove(keeping: Keeping, way: Way, claim: Claim) -> Verdict:
    """Count a try, then see whether it is right."""
    tried = await keeping.proofs.begin(claim.person.id, tried_under(keeping, way.system, claim.number))
    if isinstance(tried, NoMoreTries):
        return NotLookedAt(_no_more(tried))
    verdict = await _by_code(keeping, way, claim) or await _by_system(way, claim, tried)
    await _noted(keeping, claim, tried, verdict)
    return verdict


def tried_under(keeping: Keeping, system: str, number: str) -> str:
    """What tries are counted under: however the number is written, since a system may not mind."""
    return keeping.accounts.id_of(system, number.casefold())


async def _noted(keeping: Keeping, claim: Claim, tried: Try, verdict: Verdict) -> None:
    match verdict:
        case Proven():
            await keeping.proofs.right(tried.number, claim.person.id)
        case NotLookedAt() | NoAnswer():
            await keeping.proofs.undo(tried.number)
        case Wrong() | NoSuchAccount() | Nothing():
            pass  # as it was counted


async def _by_code(keeping: Keeping, way: Way, claim: Claim) -> Proven | None:
    """A code is for one account, and is spent by nobody who names another one."""
    word = "".join(character for character in claim.proof if character.isalnum())
    behind = await keeping.tokens.look(CODE, word)
    if behind is not None and not _names(behind, way.system, claim.number):
        return None
    # What was not there may have been taken by this very message, before a crash.
    behind = await keeping.tokens.take(CODE, word, claim.person.id)
    if behind is None or not _names(behind, way.system, claim.number):
        return None
    return Proven(behind.partition(" ")[2], spent=(Spend(CODE, word),))


def code_value(system: str, number: str) -> str:
    """What is behind a code."""
    return f"{system} {number}"


def _names(behind: str, system: str, number: str) -> bool:
    return behind.casefold() == code_value(system, number).casefold()


def _code_only(tried: Try, way: Way, claim: Claim) -> Words | None:
    """Why nothing but a code will do."""
    if tried.code_only:
        return _("今天对这个账号的错误尝试太多，暂时只能用管理员给的邀请码绑定。")
    theirs = (each for each in claim.person.accounts if each.system == way.system)
    if any(each.suspended and each.number.casefold() == claim.number.casefold() for each in theirs):
        return _("这个账号的另一位持有人停用了你的绑定。要重新绑定，请向管理员要邀请码。")
    return None


async def _by_system(way: Way, claim: Claim, tried: Try) -> Verdict:
    if way.known is None:
        return Wrong(tried.left)
    if why := _code_only(tried, way, claim):
        return NotLookedAt(why)
    try:
        known = await way.known(claim.number)
    except NotFound:
        return NoSuchAccount(tried.left)
    except ProviderError as problem:
        return NoAnswer(problem)
    return _compared(way, claim, known, tried)


def _compared(way: Way, claim: Claim, known: Known, tried: Try) -> Verdict:
    if not known.proofs:
        return Nothing(tried.number)
    right = next((proof for proof in known.proofs if way.fits(claim.proof, proof)), None)
    return Wrong(tried.left) if right is None else Proven(known.number, right if way.named else "")


def _no_more(tried: NoMoreTries) -> Words:
    if tried is NoMoreTries.HERE:
        return _("今天对这个账号已经试错太多次，请过一天再试。")
    return _("你今天试错的次数太多，请过一天再试。")
