"""Plants of files: sources that lack a column, beside the one that has it."""

from dashboard.etl.synthetic.plants.ground import IMPLIED, Ground
from dashboard.snapshots.contract import SOURCE

# file → table, columns that it lacks
LACKING = {
    "planted file without paid amounts": ("applications", ("paid_yuan",)),
    "planted file without days of notice and grant": ("applications", ("publicised_on", "granted_on")),
    "planted file without days of decision": ("applications", ("decided_on",)),
    "planted list of names only": ("awards", ("uscc", "valid_until")),
}


def missing_columns(ground: Ground) -> None:
    """A case of every status, or some honours, from a file that lacks columns."""
    for name, (table, columns) in LACKING.items():
        ground.set_number += 1
        # planted again, the rows stand in the same file
        place = ground.files.index(name) + 1 if name in ground.files else ground.file(name)
        rows = (
            [ground.proven(ground.body(), status=status) for status in IMPLIED]
            if table == "applications"
            else [ground.award(ground.body()) for _ in range(4)]
        )
        for row in rows:
            row[SOURCE] = place
            row |= dict.fromkeys(columns)
            for column in columns:
                ground.note(row, column, f"source {place} has no {column}", "absent for this row: unjudged, open, never 0")
