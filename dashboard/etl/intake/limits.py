"""What a table of applications or awards never reaches. Without imports: the reader of workbooks must start fast."""

# ZZ of a spreadsheet
MOST_COLUMNS = 702
# of one sheet, by the file format
MOST_ROWS = 1_048_576
LONGEST_CELL = 1024 * 1024
