"""What a text is searched in, in small letters: a file of a large snapshot beside its Parquet, and its search.

DuckDB unpacks five columns of texts for one search; these lie unpacked in the file and are mapped while they are read.
"""

import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa

TEXTS = "application_texts.arrow"
SEARCHED = ("applicant", "uscc", "project_title", "application_id", "certificate_no")
BATCH_ROWS = 500_000
THREADS = min(4, os.cpu_count() or 1)
# between the texts of a row: no search holds it
BETWEEN = "\x1f"
# capital letters that DuckDB and polars make small differently (one depends on the letters beside it)
UNEVEN = "[\u0130\u03a3\u1c89\ua7cb-\ua7ce\ua7d2-\ua7d4\ua7da-\ua7dc\U00010d50-\U00010d65\U00016ea0-\U00016eb8]"
SCHEMA = pa.schema([("text", pa.large_string()), ("place", pa.uint32())])


class UnevenLettersError(ValueError):
    """Letters whose small form is not agreed upon: the plain query searches them."""


def write_texts(applications: Path, to: Path) -> None:
    """Write the texts of every application in the order of the Parquet file, and its place in the order of numbers.

    Raises:
        UnevenLettersError: a text holds one of these letters; nothing is left behind.
    """
    rows = pl.scan_parquet(applications)
    places = rows.select("application_id").collect().to_series().rank("ordinal").cast(pl.UInt32)
    text = pl.concat_str(SEARCHED, separator=BETWEEN, ignore_nulls=True)
    with pa.OSFile(str(to), "wb") as sink, pa.ipc.new_file(sink, SCHEMA) as writer:
        for start in range(0, len(places), BATCH_ROWS):
            texts = rows.slice(start, BATCH_ROWS).select(text).collect().to_series()
            if texts.str.contains(UNEVEN).any():
                break
            small = texts.str.to_lowercase().to_arrow().cast(pa.large_string())
            columns = [small, places[start : start + BATCH_ROWS].to_arrow()]
            writer.write_batch(pa.record_batch(columns, schema=SCHEMA))
        else:
            return
    to.unlink()
    raise UnevenLettersError


def is_searchable(search: str) -> bool:
    """Whether the file finds what the plain query finds."""
    return BETWEEN not in search and not re.search(UNEVEN, search)


def search_texts(texts: Path, search: str) -> np.ndarray:
    """One flag for each row of the Parquet file: whether ``search`` is a part of one of its texts."""
    wanted = pl.select(pl.lit(search).str.to_lowercase()).item()
    with pa.memory_map(str(texts)) as mapped, ThreadPoolExecutor(max_workers=THREADS) as threads:
        file = pa.ipc.open_file(mapped)

        def part(number: int) -> np.ndarray:
            column = pl.Series(values=file.get_batch(number).column("text"))
            return column.str.contains(wanted, literal=True).to_numpy()

        return np.concatenate([np.zeros(0, np.bool_), *threads.map(part, range(file.num_record_batches))])


def places(texts: Path) -> np.ndarray:
    """Place of each row of the Parquet file in the order of application numbers."""
    with pa.memory_map(str(texts)) as mapped:
        column = pa.ipc.open_file(mapped).read_all().column("place")
        return np.concatenate([np.zeros(0, np.uint32), *(chunk.to_numpy() for chunk in column.chunks)])
