"""All places of a form, or of one of its options, are taken."""

from collections.abc import Mapping
from typing import ClassVar

from licorne.services.trigger import Trigger
from licorne.triggers.form_closed import FormClosed
from licorne.triggers.submission_received import SubmissionReceived


class FormQuotaReached(Trigger):
    """Settings: `form`. `quota.of` is `form` or `option`. Told with the answer that takes the last place, once per published version."""

    kind = "form.quota_reached"
    label = "All places are taken"
    settings_schema = SubmissionReceived.settings_schema
    facts: ClassVar[Mapping[str, str]] = {
        **{name: kind for name, kind in FormClosed.facts.items() if name != "reason"},
        "quota.of": "text",
        "quota.field": "text",
        "quota.option": "text",
        "quota.label": "text",
        "quota.most": "number",
    }
