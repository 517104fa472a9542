"""The error a reader sees: one sentence in each language that says what is wrong and what to do."""


class ReaderError(Exception):
    """Base of every error that is shown to a reader; carries the sentence in Chinese and in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

    def message(self, language: str) -> str:
        """The sentence in ``language`` (``zh`` or ``en``)."""
        return self.zh if language == "zh" else self.en
