"""Brings the catalogues of words in step with the code: `make words`.

A catalogue says nothing of when, where or by which program it was written, so that a change of it in git is a change of
words. Words that are gone are dropped and new ones stand there empty; nothing is guessed.
"""

import io
import re
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from bot.words import LANGUAGES, LOCALE, SOURCE

ROOT = LOCALE.parent.parent
_FOLDERS = ("bot", "handlers")
_NEEDED = (
    "Project-Id-Version",
    "Language",
    "Plural-Forms",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
)
_FIELD = re.compile(r'"([\w-]+): ')
_ABOUT: Final = {
    "zh_CN": """\
# What Gradebell says, in the language that it is written in. The message ids are the very words, so their translations
# stay empty: gettext then takes the id. To change words, change the code and run `make words`.""",
    "en": """\
# What Gradebell says, in English. {named} places stay as they are. `make words` brings what the code has new.""",
}


def extracted() -> Catalog:
    """Every text that the code marks with `_`, in the order in which it stands there."""
    found = Catalog(charset="utf-8")
    for folder in _FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for line, message, _comments, _context in extract_from_file("python", file, keywords={"_": None}):
                found.add(message, locations=[(file.relative_to(ROOT).as_posix(), line)])
    return found


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "gradebell.po"


def catalogue(language: str) -> Catalog:
    """As it stands in its file; empty where there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> str:
    """What the catalogue's file should hold: the texts of the code with the translations that there are."""
    old = catalogue(language)
    new = Catalog(language, header_comment=_ABOUT[language], fuzzy=False)
    for message in extracted():
        if message.id:
            known = old.get(message.id)
            string = known.string if known and language != SOURCE else ""
            new.add(message.id, string, locations=message.locations, flags=message.flags)
    written = io.BytesIO()
    write_po(written, new, width=0, include_lineno=False)
    return _steady(written.getvalue().decode())


def _steady(text: str) -> str:
    """Leaves only the needed lines of the header, which ends at the first empty line."""
    header, blank, entries = text.partition("\n\n")
    kept = [line for line in header.split("\n") if not (name := _FIELD.match(line)) or name[1] in _NEEDED]
    return "\n".join(kept) + blank + entries


def main() -> None:
    for language in LANGUAGES:
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(updated(language), encoding="utf-8")


if __name__ == "__main__":
    main()
