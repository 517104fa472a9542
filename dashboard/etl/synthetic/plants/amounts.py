"""Plants of money and words: amounts that nobody knows, declared support as a word."""

from dashboard.etl.synthetic.plants.ground import TITLED, Ground

UNKNOWN = (
    ("submitted", "requested_yuan", "open requested money unknown"),
    ("approved", "approved_yuan", "approved money unknown, nothing paid"),
    ("publicised", "approved_yuan", "approved money unknown, nothing paid"),
    ("granted", "approved_yuan", "approved money unknown, nothing paid"),
    ("paid", "approved_yuan", "in neither side of the payment rate"),
    ("paid", "paid_yuan", "in neither side of the payment rate, and counted"),
    ("revoked", "paid_yuan", "in neither side of the payment rate, and counted"),
    ("revoked", "clawback_yuan", "clawed-back money unknown"),
)
NONE_DECLARED = ("否", "无", "没有", "不涉及", "未享受其他市级资助", "N/A", "NULL", "0")
TO_CHECK = ("是", "有")
REFERENCES = ("深发改〔2024〕12号", "REF-2024-07")


def unknown_amounts(ground: Ground) -> None:
    """Each amount unknown for each status that implies it."""
    for status, column, expected in UNKNOWN:
        ground.set_number += 1
        row = ground.case(ground.body(), item=TITLED, status=status)
        was, row[column] = row[column], None
        ground.note(row, column, f"status {status} without {column} (was {was})", f"{expected}; not 0")


def support_words(ground: Ground) -> None:
    """Support for the same matter declared as a word, and two real references."""
    for words, expected in (
        (NONE_DECLARED, "none declared: no C10"),
        (TO_CHECK, "to check, no breach of C10"),
        (REFERENCES, "C10"),
    ):
        for word in words:
            ground.set_number += 1
            row = ground.case(ground.body(), item=TITLED, other_support_ref=word)
            ground.note(row, "other_support_ref", f"declared as {word}", expected)
