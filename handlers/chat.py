"""How a chat is set up: its language."""

from bot.changes import SetLanguage
from bot.forms import Answers, Choice, Done, Form, Outcome, Refuse, Step
from bot.lines import same
from bot.messages import Reply
from bot.people import Person
from bot.words import _

_LANGUAGES = {"zh": "zh_CN", "zh_CN": "zh_CN", "中文": "zh_CN", "en": "en", "english": "en", "英文": "en"}


def _read_language(text: str) -> str | Refuse:
    for written, language in _LANGUAGES.items():
        if same(text, written):
            return language
    return Refuse(_("我只会中文（zh）和英文（en）。"))


def language_form() -> Form:
    async def run(answers: Answers, _person: Person) -> Outcome:
        # Said in the language that was chosen, so it needs no translation.
        said = "From now on I speak English here." if answers["language"] == "en" else "好的，以后在这里说中文。"
        return Done((Reply(said),), (SetLanguage(answers["language"]),))

    return Form(
        "language",
        _("选择语言 / language"),
        run,
        words=("语言",),
        usage=_("zh 或 en"),
        steps=(
            Step(
                "language",
                "请选择语言。 / Choose a language.",
                _read_language,
                choices=(Choice("zh_CN", "中文"), Choice("en", "English")),
            ),
        ),
        place="admins",
    )
