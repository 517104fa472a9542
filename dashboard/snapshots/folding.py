"""When two texts say the same thing: the folded form that names, titles, numbers and ids are compared by.

Nothing is shown folded. DuckDB and Spark have no NFKC, so the columns are folded here, once for each snapshot.
"""

import polars as pl

# NFKC would turn 10² into 102 and 10① into 101: a mark keeps such signs apart from a digit or another sign
# (〇 is a digit of Chinese numerals, though Unicode files it with the signs)
_SIGN = r"[\p{No}\p{Nl}--〇]"
_SIGN_AFTER_NUMBER = rf"([\p{{Nd}}\p{{No}}\p{{Nl}}])({_SIGN})"
_NUMBER_AFTER_SIGN = rf"({_SIGN})(\p{{Nd}})"
_APART = "${1}_${2}"
_SPACE = r"[\s\p{Cf}]"
_QUOTES = r"""["'`´‘’‚‛“”„‟‹›«»「」『』〝〞〟]"""
_COMPANY_DOTS = r"\b(CO|LTD|INC|CORP|LLC|PLC|PTE|GMBH|LIMITED)\s*\."


def _normal(text: pl.Expr) -> pl.Expr:
    """NFKC in capital letters, with signs that are numbers kept apart from digits beside them."""
    apart = text
    # twice: of three signs in a row the middle one belongs to two pairs
    for pattern in (_SIGN_AFTER_NUMBER, _SIGN_AFTER_NUMBER, _NUMBER_AFTER_SIGN):
        apart = apart.str.replace_all(pattern, _APART)
    return apart.str.normalize("NFKC").str.to_uppercase()


def _known(text: pl.Expr) -> pl.Expr:
    """What is nothing but white space says nothing."""
    return pl.when(text != "").then(text)


def fold_name(text: pl.Expr) -> pl.Expr:
    """Names and titles: quotation marks, white space and the dots of Latin company forms do not count."""
    plain = _normal(text).str.replace_all(_COMPANY_DOTS, "${1}")
    return _known(plain.str.replace_all(_QUOTES, "").str.replace_all(_SPACE, ""))


def fold_answer(text: pl.Expr) -> pl.Expr:
    """Answers of a word or two: a name without any punctuation, so that N/A, n.a. and NA are one."""
    return _known(fold_name(text).str.replace_all(r"[\p{P}\p{S}]", ""))


def fold_number(text: pl.Expr) -> pl.Expr:
    """Numbers and ids: white space and case do not count; separators and dots do (JJF 1234.1 is not JJF 12341)."""
    return _known(_normal(text).str.replace_all(_SPACE, ""))
