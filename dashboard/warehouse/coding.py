"""What a large snapshot carries so that it opens at once and answers any mix of filters: codes, and claims of awards."""

from contextlib import suppress
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.warehouse.counting import CODE_LISTS, CODED_APPLICATIONS, CODED_AWARDS
from dashboard.warehouse.database import CLAIMS, IN_MEMORY_ROWS, Warehouse
from dashboard.warehouse.texts import TEXTS, UnevenLettersError, write_texts

BATCH_ROWS = 1_000_000


def write_codes(warehouse: Warehouse, folder: Path) -> dict[str, str]:
    """Write the prepared files of a large snapshot into ``folder``; returns what its manifest must say of them.

    A small snapshot is prepared while it is open and gets none. One whose values are beyond the codes gets the claims alone.
    """
    from dashboard.warehouse.cube.codes import CodeLists, UncodableError, coded_applications, coded_awards

    snapshot, registry = warehouse.snapshot, warehouse.registry
    if max(snapshot.rows("applications"), snapshot.rows("awards")) <= IN_MEMORY_ROWS:
        return {}
    said = {CODE_LISTS: CodeLists(registry).fingerprint}
    claims = folder / f"{CLAIMS}.parquet"
    with warehouse.batches(f"from {CLAIMS}", BATCH_ROWS) as batches, pq.ParquetWriter(claims, batches.schema) as writer:
        for batch in batches:
            writer.write_table(pa.Table.from_batches([batch]), row_group_size=BATCH_ROWS // 8)
    try:
        _map(coded_applications(snapshot.file("applications"), registry), folder / CODED_APPLICATIONS)
        _map(coded_awards(pl.scan_parquet(claims), registry), folder / CODED_AWARDS)
        with suppress(UnevenLettersError):
            write_texts(snapshot.file("applications"), folder / TEXTS)
    except UncodableError:
        (folder / CODED_APPLICATIONS).unlink(missing_ok=True)
    return said


def _map(coded: pl.DataFrame, path: Path) -> None:
    """One uncompressed batch: the columns lie in the file as they do in memory."""
    table = coded.rechunk().to_arrow().combine_chunks()
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
