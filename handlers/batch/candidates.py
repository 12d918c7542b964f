"""New candidates of 考试星 from a file: what one line of it does."""

from collections.abc import Mapping
from typing import Final

from bot.batches import Ended
from bot.forms import Read
from bot.people import Person
from bot.words import _
from handlers.batch.kaoshixing import DONE, USER, failed
from handlers.batch.sheet import Column, Sheet
from handlers.failures import reading
from providers.errors import ProviderError
from providers.kaoshixing.candidate import checked
from providers.kaoshixing.client import KaoshixingClient

CHECK: Final = _("请用 /candidate show 查这个考生，再决定要不要重做。")


def candidates_sheet(client: KaoshixingClient) -> Sheet:
    """What `/candidate add` takes by a file: its form is to be `from_file(form, this_sheet, at="user")`."""

    async def do(values: Mapping[str, str], person: Person) -> Ended:
        try:
            await client.add(values["user"], values["name"], values["department"])
        except ProviderError as problem:
            return failed(problem, person)
        return DONE

    columns = (
        USER,
        Column("name", _field("user_name"), ("user_name", "姓名")),
        Column("department", _field("department"), ("部门",)),
    )
    return Sheet("candidate-add", _("新增考生"), columns, key=("user",), do=do, check=CHECK)


def _field(name: str) -> Read:
    return reading(lambda text: checked({name: text})[name])
