"""Whether anybody hears an event: some happen so often that they are only written down where a published rule answers them."""

from licorne.services.live import LiveOrganisation


def is_heard(organisation: LiveOrganisation, kind: str, slug: str) -> bool:
    """Whether a live rule answers events of this kind about this form, or a run may be waiting for one."""
    index = organisation.index
    return kind in index.awaited or any(slug in slugs_of(settings.get("form")) for settings in index.settings_of(kind))


def slugs_of(form: object) -> tuple[str, ...]:
    """The forms that a trigger's setting names: one, or several."""
    named = form if isinstance(form, list) else [form]
    return tuple(one for one in named if isinstance(one, str))
