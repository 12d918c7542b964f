"""What follows when somebody has shown that an account is theirs, or that a person has to look."""

from dataclasses import replace

from bot.changes import Bind, Unbind, WatchFor
from bot.forms import Done, Refuse, Tell
from bot.keeping import Keeping
from bot.messages import Option, Reply
from bot.people import Account, Person
from bot.values import dataclass
from bot.words import Words, _, lines
from handlers.holding import others_told
from handlers.labels import key_of, label
from handlers.watching.reminders import reminded

_REMINDED = frozenset({"kaoshiyun", "kaoshixing"})  # systems that tell of exams
_WATCHED = _REMINDED | {"cet"}  # and of grades
_MOST = 50  # accounts of one person


@dataclass(frozen=True, slots=True)
class Binding:
    """What every bind needs."""

    keeping: Keeping
    admins: tuple[str, ...] = ()  # whom to ask where a system can't tell

    def account(self, system: str, number: str, name: str) -> Account:
        return Account(self.keeping.accounts.id_of(system, key_of(system, number, name)), system, number, name)


def full(person: Person, account: Account) -> Refuse | None:
    """So many accounts would only be a burden to everybody."""
    if len(person.accounts) < _MOST or any(each.id == account.id for each in person.accounts):
        return None
    return Refuse(_("你绑定的账号太多了，先用 /unbind 解绑一些。"))


async def bound(binding: Binding, account: Account, person: Person) -> Done:
    """The person holds the account from now on."""
    tells = await others_told(binding.keeping, account, person.id)
    among = (*person.accounts, account)
    return Done((kept_reply(account, among),), (Bind(account), *reminders_of(account, person.address)), tells=tells)


def reminders_of(account: Account, address: str) -> tuple[WatchFor, ...]:
    """Whoever binds an account is reminded of its exams, at this address, where the system tells of any."""
    return (reminded(account, address),) if account.system in _REMINDED and address else ()


async def ticket_bound(binding: Binding, ticket: str, name: str, person: Person) -> Done | Refuse:
    """A CET ticket is kept as it was told; with another name it takes the place of the one before."""
    account = binding.account("cet", ticket, name)
    if any(each.id == account.id and each.suspended for each in person.accounts):
        return Refuse(_("这个准考证号的另一位持有人停用了你的绑定。"))
    if why := full(person, account):
        return why
    done = await bound(binding, account, person)
    same = (each for each in person.accounts if (each.system, each.number) == ("cet", ticket))
    before = tuple(Unbind(each.id) for each in same if each.id != account.id)
    return replace(done, changes=(*before, *done.changes))


def kept_reply(account: Account, among: tuple[Account, ...] = ()) -> Reply:
    """What is kept, and what to do next."""
    text = lines(_("已绑定：{account}", account=label(account, among)), kept(account))
    return Reply(text, (_watching(account),) if account.system in _WATCHED else ())


def _watching(account: Account) -> Option:
    if account.system == "cet":
        return Option(_("公布后告诉我"), f"/watch cet {account.number} {account.name}")
    return Option(_("有新成绩告诉我"), f"/watch {account.system} {account.number}")


def kept(account: Account) -> Words:
    """What is kept of an account, and how to be rid of it."""
    return lines(_kept(account), _("/accounts 查看，/unbind 解绑并删除。"))


def _kept(account: Account) -> Words:
    if account.system == "cet":
        return _("我加密保存了准考证号和姓名。")
    if account.name:
        return _("我加密保存了账号和姓名。")
    return _("我只加密保存了账号，没有保存证明。")


def to_admins(binding: Binding, reply: Reply) -> tuple[Tell, ...]:
    """The same to every administrator."""
    return tuple(Tell(admin, reply) for admin in binding.admins)
