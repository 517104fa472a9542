"""Chinese and English: one gettext catalogue each, read from ``.po`` files; the language belongs to a script run.

A message id is a dotted key, ``family.slug``: the subject and what the message says of it. Both catalogues hold the
text of every key; an id that is in none is refused, so that no reader is shown one.
"""

import io
from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("zh", "en")
DEFAULT = "zh"
LOCALE_DIR = Path(__file__).parents[1] / "locale"
_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


class UnknownMessageError(LookupError):
    """The catalogue of the language has no message of this id: a fault of the code, which a test finds beforehand."""


class _Refusal(NullTranslations):
    """What a catalogue falls back on: gettext itself would show the id."""

    def gettext(self, message: str) -> str:
        raise UnknownMessageError(message)

    def ngettext(self, msgid1: str, *_forms: object) -> str:
        raise UnknownMessageError(msgid1)


def prefer_language(*, asked: str | None, browser: str | None) -> str:
    """The language of a run: the one asked for in the URL, else the browser's; Chinese unless it is English."""
    if asked in LANGUAGES:
        return asked
    return "en" if (browser or "").lower().startswith("en") else DEFAULT


def set_language(language: str) -> None:
    """Choose the language of the current script run."""
    _language.set(language)


def current_language() -> str:
    """``zh`` or ``en``."""
    return _language.get()


@lru_cache(maxsize=len(LANGUAGES))
def load_catalogue(language: str) -> GNUTranslations:
    """The compiled catalogue of a language; compiled in memory so that no build step can be forgotten."""
    with (LOCALE_DIR / f"{language}.po").open("rb") as stream:
        messages = read_po(stream, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    texts = GNUTranslations(compiled)
    texts.add_fallback(_Refusal())
    return texts


class Counted(str):
    """A value of a message; ``{cases:case|cases}`` writes it with the noun that it takes, of which there may be several.

    gettext chooses between the forms of a whole message by one number only.
    """

    def __format__(self, nouns: str) -> str:
        """The value and its noun, singular and plural divided by ``|``."""
        one, _bar, many = nouns.partition("|")
        return f"{self} {one if self == '1' else many}" if many else str(self)


def translate(message: str, **values: object) -> str:
    """The message in the current language with its ``{named}`` values filled in.

    Raises:
        UnknownMessageError: there is no such message.
    """
    text = load_catalogue(current_language()).gettext(message)
    return text.format(**{name: Counted(value) for name, value in values.items()}) if values else text


def known_text(message: str) -> str | None:
    """The message without values, or nothing where the catalogue has none of this id."""
    try:
        return translate(message)
    except UnknownMessageError:
        return None


def plural(message: str, *, count: int, **values: object) -> str:
    """The message in the form that ``count`` takes in the current language, with its ``{named}`` values filled in.

    Raises:
        UnknownMessageError: there is no such message.
    """
    return load_catalogue(current_language()).ngettext(message, message, count).format(count=count, **values)


def named(*, zh: str, en: str) -> str:
    """The name of a registry entry in the current language."""
    return zh if current_language() == "zh" else en
