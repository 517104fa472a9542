"""What a large snapshot carries so that it opens at once and answers any mix of filters: codes, and claims of awards."""

from contextlib import suppress
from pathlib import Path

import polars as pl
import pyarrow as pa

from dashboard.policy import Registry
from dashboard.snapshots import Snapshot
from dashboard.warehouse.counting import CODE_LISTS, CODED_APPLICATIONS, CODED_AWARDS
from dashboard.warehouse.engine import CLAIMS, IN_MEMORY_ROWS
from dashboard.warehouse.texts import TEXTS, UnevenLettersError, write_texts


def is_large(snapshot: Snapshot) -> bool:
    """Whether a snapshot carries claims and codes: a small one is prepared while it is open."""
    return max(snapshot.rows("applications"), snapshot.rows("awards")) > IN_MEMORY_ROWS


def write_codes(snapshot: Snapshot, registry: Registry, folder: Path) -> dict[str, str]:
    """Write the rows of a large snapshot as codes into ``folder``, beside the claims; returns what its manifest must say.

    One whose values are beyond the codes gets none.
    """
    from dashboard.warehouse.cube.codes import CodeLists, UncodableError, encode_applications, encode_awards

    try:
        _write_mapped(encode_applications(snapshot.file("applications"), registry), folder / CODED_APPLICATIONS)
        _write_mapped(encode_awards(pl.scan_parquet(folder / f"{CLAIMS}.parquet"), registry), folder / CODED_AWARDS)
        with suppress(UnevenLettersError):
            write_texts(snapshot.file("applications"), folder / TEXTS)
    except UncodableError:
        (folder / CODED_APPLICATIONS).unlink(missing_ok=True)
    return {CODE_LISTS: CodeLists(registry).fingerprint}


def _write_mapped(coded: pl.DataFrame, path: Path) -> None:
    """One uncompressed batch: the columns lie in the file as they do in memory."""
    table = coded.rechunk().to_arrow().combine_chunks()
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
