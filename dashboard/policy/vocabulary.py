"""Code lists of the data contract."""

from enum import StrEnum


class ApplicantKind(StrEnum):
    """Kind of applicant."""

    ENTERPRISE = "enterprise"
    PUBLIC_INSTITUTION = "public_institution"
    SOCIAL_ORGANISATION = "social_organisation"
    TESTING_BODY = "testing_body"
    PLATFORM = "platform"
    OTHER = "other"


class SizeClass(StrEnum):
    """Size of an enterprise."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


class ApplicationStatus(StrEnum):
    """Where an application stands."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    UNDER_REVIEW = "under_review"
    APPROVED = "approved"
    PUBLICISED = "publicised"
    GRANTED = "granted"
    PAID = "paid"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


class DecisionStatus(StrEnum):
    """Where an award stands; the first three are never added to the conferred."""

    PROPOSED = "proposed"
    PRELIMINARY = "preliminary"
    SHORTLISTED = "shortlisted"
    CONFERRED = "conferred"
    REVOKED = "revoked"


class Route(StrEnum):
    """How an item is decided: on proof (核准类) or by expert review."""

    APPROVAL = "approval"
    EXPERT_REVIEW = "expert_review"


class SnapshotKind(StrEnum):
    """What a snapshot is made of."""

    PUBLISHED = "published"
    SYNTHETIC = "synthetic"
    OFFICIAL = "official"


OPEN = (ApplicationStatus.SUBMITTED, ApplicationStatus.ACCEPTED, ApplicationStatus.UNDER_REVIEW)
APPROVED = (
    ApplicationStatus.APPROVED,
    ApplicationStatus.PUBLICISED,
    ApplicationStatus.GRANTED,
    ApplicationStatus.PAID,
    ApplicationStatus.REVOKED,
)
