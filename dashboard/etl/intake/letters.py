"""Columns of a spreadsheet by place and by letter. Without imports: the reader of workbooks must start fast."""


def column_letter(index: int) -> str:
    """Letter of a column as spreadsheets name it; 0 is A."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Place of a column by its letter; A is 0."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
