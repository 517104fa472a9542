"""The folded texts of a snapshot as tables for SQL: what identity and links are judged by."""

import polars as pl

from dashboard.snapshots import Snapshot
from dashboard.snapshots.folding import fold_answer, fold_name, fold_number


def fold_texts(snapshot: Snapshot) -> dict[str, pl.DataFrame]:
    """``application_folds``: application_id; id, applicant, title, certificate, other support folded; and ``award_folds``.

    ``award_folds`` holds award_id, the case that the award names, organisation, title and certificate, folded.
    """
    applications = pl.scan_parquet(snapshot.file("applications")).select(
        "application_id",
        id_fold=fold_number(pl.col("application_id")),
        applicant_fold=fold_name(pl.col("applicant")),
        title_fold=fold_name(pl.col("project_title")),
        certificate_fold=fold_number(pl.col("certificate_no")),
        support_fold=fold_answer(pl.col("other_support_ref")),
    )
    awards = pl.scan_parquet(snapshot.file("awards")).select(
        "award_id",
        case_fold=fold_number(pl.col("application_id")),
        organisation_fold=fold_name(pl.col("organisation")),
        title_fold=fold_name(pl.col("project_title")),
        certificate_fold=fold_number(pl.col("certificate_no")),
    )
    return {"application_folds": applications.collect(), "award_folds": awards.collect()}
