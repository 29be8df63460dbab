"""Database triggers that keep what must never change, on both engines: no bug and no console can edit an issued invoice."""

from collections.abc import Iterator

#: Rows that are written once.
INSERT_ONLY = (
    "effect_attempt",
    "audit_entry",
    "audit_seal",
    "invoice_line",
    "document_file",
    "file_content",
    "form_picture",
)
#: Rows that are written once they are published.
PUBLISHED = ("form_version", "rule_version")
#: What payment may change of an invoice; all else is frozen.
INVOICE_MUTABLE = frozenset({"state", "paid_on"})
#: A customer's file is linked to its submission, once.
UPLOAD_FROZEN = ("id", "organisation_id", "form_id", "token", "field", "name", "kind", "size", "sha256", "created_at")

#: Rows that never change, but for a column of answers that is emptied once: table → (frozen columns, that column).
ERASABLE = {
    "event": (
        (
            "id",
            "organisation_id",
            "kind",
            "subject_id",
            "occurred_at",
            "cause_effect_id",
            "depth",
            "stamp",
            "chain",
            "halted",
        ),
        "facts",
    ),
    "submission": (
        ("id", "organisation_id", "form_id", "form_version_id", "token", "answers_sha256", "language", "received_at"),
        "answers",
    ),
}

_FUNCTION = """
CREATE OR REPLACE FUNCTION licorne_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'frozen row: %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$
"""


def statements(dialect: str, invoice_columns: list[str]) -> Iterator[str]:
    """The DDL of one engine."""
    if dialect == "postgresql":
        yield _FUNCTION
    trigger = _postgresql if dialect == "postgresql" else _sqlite
    for table in INSERT_ONLY:
        yield trigger(table, "UPDATE", "")
        yield trigger(table, "DELETE", "")
    for table in PUBLISHED:
        yield trigger(table, "UPDATE", "OLD.published_at IS NOT NULL")
        yield trigger(table, "DELETE", "OLD.published_at IS NOT NULL")
    different = "IS DISTINCT FROM" if dialect == "postgresql" else "IS NOT"
    for table, (columns, erasable) in ERASABLE.items():
        yield trigger(table, "UPDATE", _against_the_law(columns, erasable, different))
        yield trigger(table, "DELETE", "")
    yield trigger("submission_edit", "UPDATE", "")
    yield trigger("form_upload_content", "UPDATE", "")
    linked_once = [f"OLD.{column} {different} NEW.{column}" for column in UPLOAD_FROZEN]
    yield trigger("form_upload", "UPDATE", " OR ".join(["OLD.submission_id IS NOT NULL", *linked_once]))
    frozen = [column for column in invoice_columns if column not in INVOICE_MUTABLE]
    yield trigger("invoice", "UPDATE", " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in frozen))
    yield trigger("invoice", "DELETE", "")


def _against_the_law(columns: tuple[str, ...], erasable: str, different: str) -> str:
    """A frozen column changes, or the erasable one does without the row being marked as erased, now and for the first time."""
    frozen = [f"OLD.{column} {different} NEW.{column}" for column in columns]
    again = f"(OLD.erased_at IS NOT NULL AND OLD.erased_at {different} NEW.erased_at)"
    silent = f"(OLD.{erasable} {different} NEW.{erasable} AND (OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL))"
    return " OR ".join([*frozen, again, silent])


def _sqlite(table: str, verb: str, when: str) -> str:
    condition = f" WHEN {when}" if when else ""
    return (
        f"CREATE TRIGGER frozen_{table}_{verb.lower()} BEFORE {verb} ON {table} FOR EACH ROW{condition} "
        f"BEGIN SELECT RAISE(ABORT, 'frozen row: {table}'); END"
    )


def _postgresql(table: str, verb: str, when: str) -> str:
    condition = f" WHEN ({when})" if when else ""
    return (
        f"CREATE TRIGGER frozen_{table}_{verb.lower()} BEFORE {verb} ON {table} FOR EACH ROW{condition} "
        "EXECUTE FUNCTION licorne_refuse()"
    )
