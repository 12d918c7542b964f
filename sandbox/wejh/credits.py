"""Credits (用户凭证): one for each user and kind of device; a newer one voids the older at once.

Older builds make 32 hex digits. Newer ones encrypt, so that a credit is long, and one of the older kind breaks them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from sandbox.wejh.said import Refused

DEVICES = ("mobile", "pc")  # web, 当前进度下暂不开放
SHORT, LONG = 32, 320  # hex digits; how many the long ones have is a guess

NOT_DECRYPTED = (
    "System.Security.Cryptography.CryptographicException: Length of the data to decrypt is invalid.\n"
    "   at System.Security.Cryptography.RijndaelManagedTransform.TransformFinalBlock()\n"
    "   at tty.Util.ToolUtil.Decrypt()"
)


@dataclass(frozen=True, slots=True)
class Holder:
    username: str
    device: str


class Credits:
    def __init__(
        self, filed: Mapping[Holder, str], life_s: float, clock: Callable[[], float], *, are_long: bool = False
    ) -> None:
        """`filed` are good from the start, as if somebody had logged in just before; long ones can't be filed."""
        self._filed = {} if are_long else filed
        self._digits = LONG if are_long else SHORT
        self._life_s = life_s
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        self._random = Random(0)  # noqa: S311 - the same ones after each reset, for tests
        self._credits: dict[Holder, tuple[str, float]] = {}
        self._holders: dict[str, Holder] = {}
        for holder, credit in self._filed.items():
            self._keep(holder, credit)

    def given(self, holder: Holder) -> str:
        """Make a credit in the place of the holder's old one."""
        self.void(holder)
        credit = f"{self._random.getrandbits(4 * self._digits):0{self._digits}x}"
        self._keep(holder, credit)
        return credit

    def holder(self, credit: str) -> Holder:
        """Return whose credit it is; raise `Refused` for any that is not good any more."""
        if self._digits == LONG and len(credit) != LONG:
            raise Refused(500, NOT_DECRYPTED)
        holder = self._holders.get(credit)
        if holder is None or self._credits[holder][1] <= self._clock():
            raise Refused(403, "自动登录已失效" if self._digits == LONG else "自动登录已失效,请重新登录")
        return holder

    def void(self, holder: Holder) -> bool:
        """End the holder's credit and tell whether there was one."""
        credit, _ = self._credits.pop(holder, ("", 0))
        return self._holders.pop(credit, None) is not None

    def void_all(self, username: str | None = None, device: str | None = None) -> int:
        """End all credits, or those of one user or kind of device; return how many."""
        holders = [
            holder
            for holder in self._credits
            if username in (None, holder.username) and device in (None, holder.device)
        ]
        return sum(self.void(holder) for holder in holders)

    def _keep(self, holder: Holder, credit: str) -> None:
        self._credits[holder] = credit, self._clock() + self._life_s
        self._holders[credit] = holder
