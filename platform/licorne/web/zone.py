"""The time zone of a page: the organisation's, so that everybody in it reads the same times."""

from licorne.web.identity import member_or_none, zone_of


def of_request() -> str | None:
    """An IANA name; None (UTC) for strangers."""
    member = member_or_none()
    return zone_of(member) if member else None
