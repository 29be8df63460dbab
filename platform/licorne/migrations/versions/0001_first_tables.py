"""first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from licorne.migrations.frozen_rows import statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


KEY = sa.Uuid(as_uuid=False)
INSTANT = sa.DateTime(timezone=True)
PLAIN_JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "failed_logins",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_failed_logins")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("time_zone", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("legal", PLAIN_JSON, nullable=False),
        sa.Column("number_pattern", sa.String(length=60), server_default="F-{YYYY}-{NNNN}", nullable=False),
        sa.Column("stamp", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("rules_halted_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_table(
        "user_account",
        sa.Column("id", KEY, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
    )
    op.create_table(
        "worker",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("beat", sa.Integer(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker")),
    )
    op.create_table(
        "api_token",
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(length=5), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("last_used_at", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_api_token_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_api_token_organisation_id_id")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_api_token_token_sha256")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.String(length=320), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("detail", PLAIN_JSON, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_audit_entry_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_audit_entry_organisation_id_id")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_subject", ["organisation_id", "subject_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("company", sa.String(length=320), nullable=True),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("owner_id", KEY, nullable=True),
        sa.Column("address", PLAIN_JSON, nullable=False),
        sa.Column("legal", PLAIN_JSON, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("merged_into_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "merged_into_id"],
            ["contact.organisation_id", "contact.id"],
            name=op.f("fk_contact_organisation_id_merged_into_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_contact_organisation_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_contact_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_contact_organisation_id_id")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index("ix_contact_email", ["organisation_id", "email"], unique=False)
        batch_op.create_index(
            "ix_contact_merged",
            ["merged_into_id"],
            unique=False,
            postgresql_where=sa.text("merged_into_id IS NOT NULL"),
            sqlite_where=sa.text("merged_into_id IS NOT NULL"),
        )

    op.create_table(
        "contact_apart",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("contact_id", KEY, nullable=False),
        sa.Column("other_id", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "contact_id"],
            ["contact.organisation_id", "contact.id"],
            name=op.f("fk_contact_apart_organisation_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "other_id"],
            ["contact.organisation_id", "contact.id"],
            name=op.f("fk_contact_apart_organisation_id_other_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_contact_apart_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "contact_id", "other_id", name=op.f("pk_contact_apart")),
    )

    op.create_table(
        "event",
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("facts", PLAIN_JSON, nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("cause_effect_id", KEY, nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.Column("chain", PLAIN_JSON, nullable=True),
        sa.Column("halted", sa.String(length=10), nullable=True),
        sa.Column("erased_at", INSTANT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_event_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_event_organisation_id_id")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_subject", ["organisation_id", "subject_id"], unique=False)

    op.create_table(
        "form",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("live_version_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_form_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_form_organisation_id_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_form_slug")),
    )
    op.create_table(
        "invitation",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("invited_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("accepted_at", INSTANT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["invited_by"], ["user_account.id"], name=op.f("fk_invitation_invited_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_invitation_organisation_id_id")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_invitation_token_sha256")),
    )
    op.create_table(
        "login_session",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("membership_id", KEY, nullable=True),
        sa.Column("data", PLAIN_JSON, nullable=False),
        sa.Column("user_agent", sa.String(length=320), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_login_session_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_membership_organisation_id_id")),
        sa.UniqueConstraint("organisation_id", "user_id", name=op.f("uq_membership_organisation_id_user_id")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_user_id"), ["user_id"], unique=False)

    op.create_table(
        "notification",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("parameters", PLAIN_JSON, nullable=False),
        sa.Column("path", sa.String(length=320), nullable=False),
        sa.Column("effect_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_notification_organisation_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_notification_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_notification_organisation_id_id")),
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index(
            "ix_notification_unread",
            ["organisation_id", "user_id", "read_at"],
            unique=False,
            postgresql_where=sa.text("read_at IS NULL"),
            sqlite_where=sa.text("read_at IS NULL"),
        )
        batch_op.create_index("ix_notification_user", ["organisation_id", "user_id", "id"], unique=False)

    op.create_table(
        "number_series",
        sa.Column("document_kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("pattern", sa.String(length=60), nullable=False),
        sa.Column("last_counter", sa.Integer(), nullable=False),
        sa.Column("last_issued_on", sa.Date(), nullable=True),
        sa.Column("last_chain", sa.String(length=64), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_number_series_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint(
            "organisation_id",
            "document_kind",
            "name",
            "period",
            name=op.f("uq_number_series_organisation_id_document_kind_name_period"),
        ),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_number_series_organisation_id_id")),
    )
    op.create_table(
        "product",
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", PLAIN_JSON, nullable=False),
        sa.Column("unit", PLAIN_JSON, nullable=False),
        sa.Column("variants", PLAIN_JSON, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_product_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("uq_product_organisation_id_code")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_product_organisation_id_id")),
    )
    op.create_table(
        "product_price",
        sa.Column("product_id", KEY, nullable=False),
        sa.Column("variant", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("category", sa.String(length=2), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("exemption", sa.String(length=320), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.String(length=320), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "product_id"],
            ["product.organisation_id", "product.id"],
            name=op.f("fk_product_price_organisation_id_product_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_product_price_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_price")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_product_price_organisation_id_id")),
        sa.UniqueConstraint(
            "organisation_id",
            "product_id",
            "variant",
            "valid_from",
            name=op.f("uq_product_price_organisation_id_product_id_variant_valid_from"),
        ),
    )
    op.create_table(
        "rule",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("live_version_id", KEY, nullable=True),
        sa.Column("paused_version_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_rule_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_rule_organisation_id_id")),
        sa.UniqueConstraint("organisation_id", "slug", name=op.f("uq_rule_organisation_id_slug")),
    )
    op.create_table(
        "audit_seal",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "entry_id"],
            ["audit_entry.organisation_id", "audit_entry.id"],
            name=op.f("fk_audit_seal_organisation_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_audit_seal_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "sequence", name=op.f("pk_audit_seal")),
    )
    with op.batch_alter_table("audit_seal", schema=None) as batch_op:
        batch_op.create_index("uq_audit_seal_entry", ["entry_id"], unique=True)

    op.create_table(
        "contact_key",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=254), nullable=False),
        sa.Column("contact_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "contact_id"],
            ["contact.organisation_id", "contact.id"],
            name=op.f("fk_contact_key_organisation_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_contact_key_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "kind", "value", name=op.f("pk_contact_key")),
    )
    op.create_table(
        "contact_tag",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("contact_id", KEY, nullable=False),
        sa.Column("tag", sa.String(length=80), nullable=False),
        sa.Column("effect_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "contact_id"],
            ["contact.organisation_id", "contact.id"],
            name=op.f("fk_contact_tag_organisation_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_contact_tag_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "contact_id", "tag", name=op.f("pk_contact_tag")),
    )
    op.create_table(
        "form_draft",
        sa.Column("form_id", KEY, nullable=False),
        sa.Column("document", PLAIN_JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("saved_by", sa.String(length=320), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "form_id"],
            ["form.organisation_id", "form.id"],
            name=op.f("fk_form_draft_organisation_id_form_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_form_draft_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_draft")),
        sa.UniqueConstraint("organisation_id", "form_id", name=op.f("uq_form_draft_organisation_id_form_id")),
    )
    op.create_table(
        "form_picture",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.String(length=320), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_form_picture_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_picture")),
        sa.UniqueConstraint("organisation_id", "sha256", name=op.f("uq_form_picture_organisation_id_sha256")),
    )
    op.create_table(
        "form_version",
        sa.Column("form_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", PLAIN_JSON, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("published_by", sa.String(length=320), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "form_id"],
            ["form.organisation_id", "form.id"],
            name=op.f("fk_form_version_organisation_id_form_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_form_version_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_version")),
        sa.UniqueConstraint(
            "organisation_id", "form_id", "number", name=op.f("uq_form_version_organisation_id_form_id_number")
        ),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_form_version_organisation_id_id")),
    )
    op.create_table(
        "invoice",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=35), nullable=False),
        sa.Column("series_id", KEY, nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("contact_id", KEY, nullable=False),
        sa.Column("effect_id", KEY, nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("model_sha256", sa.String(length=64), nullable=False),
        sa.Column("previous_chain", sa.String(length=64), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "contact_id"],
            ["contact.organisation_id", "contact.id"],
            name=op.f("fk_invoice_organisation_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "series_id"],
            ["number_series.organisation_id", "number_series.id"],
            name=op.f("fk_invoice_organisation_id_series_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_invoice_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("organisation_id", "effect_id", name=op.f("uq_invoice_organisation_id_effect_id")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_invoice_organisation_id_id")),
        sa.UniqueConstraint("organisation_id", "kind", "number", name=op.f("uq_invoice_organisation_id_kind_number")),
        sa.UniqueConstraint(
            "organisation_id", "series_id", "counter", name=op.f("uq_invoice_organisation_id_series_id_counter")
        ),
    )
    with op.batch_alter_table("invoice", schema=None) as batch_op:
        batch_op.create_index("ix_invoice_contact", ["organisation_id", "contact_id"], unique=False)

    op.create_table(
        "rule_draft",
        sa.Column("rule_id", KEY, nullable=False),
        sa.Column("document", PLAIN_JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("saved_by", sa.String(length=320), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "rule_id"],
            ["rule.organisation_id", "rule.id"],
            name=op.f("fk_rule_draft_organisation_id_rule_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_rule_draft_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_draft")),
        sa.UniqueConstraint("organisation_id", "rule_id", name=op.f("uq_rule_draft_organisation_id_rule_id")),
    )
    op.create_table(
        "rule_version",
        sa.Column("rule_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", PLAIN_JSON, nullable=False),
        sa.Column("trigger_kind", sa.String(length=60), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("published_by", sa.String(length=320), nullable=True),
        sa.Column("awaits", sa.String(length=600), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "rule_id"],
            ["rule.organisation_id", "rule.id"],
            name=op.f("fk_rule_version_organisation_id_rule_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_rule_version_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_version")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_rule_version_organisation_id_id")),
        sa.UniqueConstraint(
            "organisation_id", "rule_id", "number", name=op.f("uq_rule_version_organisation_id_rule_id_number")
        ),
    )
    op.create_table(
        "document_file",
        sa.Column("contact_id", KEY, nullable=False),
        sa.Column("invoice_id", KEY, nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "contact_id"],
            ["contact.organisation_id", "contact.id"],
            name=op.f("fk_document_file_organisation_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "invoice_id"],
            ["invoice.organisation_id", "invoice.id"],
            name=op.f("fk_document_file_organisation_id_invoice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_document_file_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_file")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_document_file_organisation_id_id")),
        sa.UniqueConstraint(
            "organisation_id", "invoice_id", "kind", name=op.f("uq_document_file_organisation_id_invoice_id_kind")
        ),
    )
    op.create_table(
        "invoice_line",
        sa.Column("invoice_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_code", sa.String(length=80), nullable=True),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("category", sa.String(length=2), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "invoice_id"],
            ["invoice.organisation_id", "invoice.id"],
            name=op.f("fk_invoice_line_organisation_id_invoice_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_invoice_line_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_line")),
        sa.UniqueConstraint(
            "organisation_id",
            "invoice_id",
            "position",
            name=op.f("uq_invoice_line_organisation_id_invoice_id_position"),
        ),
    )
    op.create_table(
        "rule_activation",
        sa.Column("rule_version_id", KEY, nullable=False),
        sa.Column("active_from", INSTANT, nullable=False),
        sa.Column("active_until", INSTANT, nullable=True),
        sa.Column("from_stamp", sa.Integer(), nullable=False),
        sa.Column("until_stamp", sa.Integer(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "rule_version_id"],
            ["rule_version.organisation_id", "rule_version.id"],
            name=op.f("fk_rule_activation_organisation_id_rule_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_rule_activation_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_activation")),
    )
    with op.batch_alter_table("rule_activation", schema=None) as batch_op:
        batch_op.create_index("ix_rule_activation_span", ["organisation_id", "from_stamp"], unique=False)

    op.create_table(
        "run",
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("rule_version_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("plan_sha256", sa.String(length=64), nullable=False),
        sa.Column("problems", PLAIN_JSON, nullable=False),
        sa.Column("cursor", sa.String(length=600), nullable=True),
        sa.Column("lane", sa.String(length=120), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "event_id"],
            ["event.organisation_id", "event.id"],
            name=op.f("fk_run_organisation_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "rule_version_id"],
            ["rule_version.organisation_id", "rule_version.id"],
            name=op.f("fk_run_organisation_id_rule_version_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_run_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_run_organisation_id_id")),
        sa.UniqueConstraint(
            "organisation_id",
            "rule_version_id",
            "event_id",
            name=op.f("uq_run_organisation_id_rule_version_id_event_id"),
        ),
    )
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.create_index("ix_run_event", ["organisation_id", "event_id"], unique=False)
        batch_op.create_index(
            "uq_run_lane",
            ["organisation_id", "lane"],
            unique=True,
            postgresql_where=sa.text("lane IS NOT NULL AND state = 'running'"),
            sqlite_where=sa.text("lane IS NOT NULL AND state = 'running'"),
        )
        batch_op.create_index(
            "ix_run_queued",
            ["organisation_id", "lane", "id"],
            unique=False,
            postgresql_where=sa.text("state = 'queued'"),
            sqlite_where=sa.text("state = 'queued'"),
        )

    op.create_table(
        "submission",
        sa.Column("form_id", KEY, nullable=False),
        sa.Column("form_version_id", KEY, nullable=False),
        sa.Column("contact_id", KEY, nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("answers", PLAIN_JSON, nullable=False),
        sa.Column("answers_sha256", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("browser", KEY, nullable=True),
        sa.Column("edited", PLAIN_JSON, nullable=True),
        sa.Column("filled_in_by", sa.String(length=320), nullable=True),
        sa.Column("spam_at", INSTANT, nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.Column("erased_at", INSTANT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "contact_id"],
            ["contact.organisation_id", "contact.id"],
            name=op.f("fk_submission_organisation_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "form_id"],
            ["form.organisation_id", "form.id"],
            name=op.f("fk_submission_organisation_id_form_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "form_version_id"],
            ["form_version.organisation_id", "form_version.id"],
            name=op.f("fk_submission_organisation_id_form_version_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_submission_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "organisation_id", "form_id", "token", name=op.f("uq_submission_organisation_id_form_id_token")
        ),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_submission_organisation_id_id")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index("ix_submission_contact", ["organisation_id", "contact_id"], unique=False)
        batch_op.create_index("ix_submission_recent", ["organisation_id", "id"], unique=False)
        batch_op.create_index(
            "ix_submission_browser",
            ["organisation_id", "form_id", "browser"],
            unique=False,
            postgresql_where=sa.text("browser IS NOT NULL"),
            sqlite_where=sa.text("browser IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_submission_aside",
            ["organisation_id", "id"],
            unique=False,
            postgresql_where=sa.text("spam_at IS NOT NULL OR deleted_at IS NOT NULL"),
            sqlite_where=sa.text("spam_at IS NOT NULL OR deleted_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_submission_to_erase",
            ["deleted_at"],
            unique=False,
            postgresql_where=sa.text("deleted_at IS NOT NULL AND erased_at IS NULL"),
            sqlite_where=sa.text("deleted_at IS NOT NULL AND erased_at IS NULL"),
        )

    op.create_table(
        "held_post",
        sa.Column("form_id", KEY, nullable=False),
        sa.Column("form_version_id", KEY, nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("answers", PLAIN_JSON, nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("trap", sa.String(length=20), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "form_id"],
            ["form.organisation_id", "form.id"],
            name=op.f("fk_held_post_organisation_id_form_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "form_version_id"],
            ["form_version.organisation_id", "form_version.id"],
            name=op.f("fk_held_post_organisation_id_form_version_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_held_post_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_post")),
        sa.UniqueConstraint(
            "organisation_id", "form_id", "token", name=op.f("uq_held_post_organisation_id_form_id_token")
        ),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_held_post_organisation_id_id")),
    )
    with op.batch_alter_table("held_post", schema=None) as batch_op:
        batch_op.create_index("ix_held_post_received", ["received_at"], unique=False)

    op.create_table(
        "submission_edit",
        sa.Column("submission_id", KEY, nullable=False),
        sa.Column("before", PLAIN_JSON, nullable=False),
        sa.Column("after", PLAIN_JSON, nullable=False),
        sa.Column("actor", sa.String(length=320), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "submission_id"],
            ["submission.organisation_id", "submission.id"],
            name=op.f("fk_submission_edit_organisation_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_submission_edit_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_edit")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_submission_edit_organisation_id_id")),
    )
    with op.batch_alter_table("submission_edit", schema=None) as batch_op:
        batch_op.create_index("ix_submission_edit_submission", ["organisation_id", "submission_id", "id"], unique=False)

    op.create_table(
        "submission_link",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("submission_id", KEY, nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "submission_id"],
            ["submission.organisation_id", "submission.id"],
            name=op.f("fk_submission_link_organisation_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_submission_link_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "submission_id", name=op.f("pk_submission_link")),
    )

    op.create_table(
        "submission_value",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("form_id", KEY, nullable=False),
        sa.Column("submission_id", KEY, nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("value_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "submission_id"],
            ["submission.organisation_id", "submission.id"],
            name=op.f("fk_submission_value_organisation_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "form_id"],
            ["form.organisation_id", "form.id"],
            name=op.f("fk_submission_value_organisation_id_form_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_submission_value_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "submission_id", "question", name=op.f("pk_submission_value")),
    )
    with op.batch_alter_table("submission_value", schema=None) as batch_op:
        batch_op.create_index(
            "ix_submission_value_past", ["organisation_id", "form_id", "question", "value_sha256"], unique=False
        )

    op.create_table(
        "saved_view",
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("query", PLAIN_JSON, nullable=False),
        sa.Column("created_by", sa.String(length=320), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_saved_view_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_saved_view_organisation_id_id")),
    )
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.create_index("ix_saved_view_place", ["organisation_id", "place", "id"], unique=False)

    op.create_table(
        "form_upload",
        sa.Column("form_id", KEY, nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("field", sa.String(length=90), nullable=False),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("submission_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "form_id"],
            ["form.organisation_id", "form.id"],
            name=op.f("fk_form_upload_organisation_id_form_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "submission_id"],
            ["submission.organisation_id", "submission.id"],
            name=op.f("fk_form_upload_organisation_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_form_upload_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_upload")),
        sa.UniqueConstraint(
            "organisation_id",
            "form_id",
            "token",
            "field",
            "sha256",
            name=op.f("uq_form_upload_organisation_id_form_id_token_field_sha256"),
        ),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_form_upload_organisation_id_id")),
    )
    with op.batch_alter_table("form_upload", schema=None) as batch_op:
        batch_op.create_index("ix_form_upload_submission", ["organisation_id", "submission_id"], unique=False)
        batch_op.create_index(
            "ix_form_upload_waiting",
            ["created_at"],
            unique=False,
            postgresql_where=sa.text("submission_id IS NULL"),
            sqlite_where=sa.text("submission_id IS NULL"),
        )

    op.create_table(
        "form_upload_content",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("upload_id", KEY, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "upload_id"],
            ["form_upload.organisation_id", "form_upload.id"],
            name=op.f("fk_form_upload_content_organisation_id_upload_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_form_upload_content_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "upload_id", name=op.f("pk_form_upload_content")),
    )

    op.create_table(
        "saved_answers",
        sa.Column("form_id", KEY, nullable=False),
        sa.Column("form_version_id", KEY, nullable=False),
        sa.Column("page", sa.String(length=64), nullable=False),
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("typed", PLAIN_JSON, nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "form_id"],
            ["form.organisation_id", "form.id"],
            name=op.f("fk_saved_answers_organisation_id_form_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "form_version_id"],
            ["form_version.organisation_id", "form_version.id"],
            name=op.f("fk_saved_answers_organisation_id_form_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_saved_answers_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_answers")),
        sa.UniqueConstraint(
            "organisation_id", "form_id", "page", name=op.f("uq_saved_answers_organisation_id_form_id_page")
        ),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_saved_answers_organisation_id_id")),
    )
    with op.batch_alter_table("saved_answers", schema=None) as batch_op:
        batch_op.create_index("ix_saved_answers_secret", ["secret_sha256"], unique=False)
        batch_op.create_index("ix_saved_answers_expires", ["expires_at"], unique=False)

    op.create_table(
        "form_count",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("form_id", KEY, nullable=False),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "form_id"],
            ["form.organisation_id", "form.id"],
            name=op.f("fk_form_count_organisation_id_form_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_form_count_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "form_id", "what", name=op.f("pk_form_count")),
    )

    op.create_table(
        "form_day",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("form_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "form_id"],
            ["form.organisation_id", "form.id"],
            name=op.f("fk_form_day_organisation_id_form_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_form_day_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "form_id", "day", "what", name=op.f("pk_form_day")),
    )

    op.create_table(
        "task",
        sa.Column("title", sa.String(length=320), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("contact_id", KEY, nullable=True),
        sa.Column("invoice_id", KEY, nullable=True),
        sa.Column("assignee_id", KEY, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("completes_on", sa.String(length=40), nullable=False),
        sa.Column("effect_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["assignee_id"], ["user_account.id"], name=op.f("fk_task_assignee_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "contact_id"],
            ["contact.organisation_id", "contact.id"],
            name=op.f("fk_task_organisation_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "invoice_id"],
            ["invoice.organisation_id", "invoice.id"],
            name=op.f("fk_task_organisation_id_invoice_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_task_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_task_organisation_id_id")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index("ix_task_invoice", ["organisation_id", "invoice_id", "state"], unique=False)
        batch_op.create_index("ix_task_open", ["organisation_id", "state", "due_on"], unique=False)

    op.create_table(
        "effect",
        sa.Column("run_id", KEY, nullable=True),
        sa.Column("event_id", KEY, nullable=True),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("effect_class", sa.String(length=14), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("settings", PLAIN_JSON, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("queue", sa.String(length=20), nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=80), nullable=True),
        sa.Column("lease_epoch", sa.Integer(), nullable=False),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("external_id", sa.String(length=320), nullable=True),
        sa.Column("result", PLAIN_JSON, nullable=True),
        sa.Column("error", PLAIN_JSON, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "run_id"],
            ["run.organisation_id", "run.id"],
            name=op.f("fk_effect_organisation_id_run_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_effect_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_effect_organisation_id_id")),
        sa.UniqueConstraint("organisation_id", "kind", "key", name=op.f("uq_effect_organisation_id_kind_key")),
    )
    with op.batch_alter_table("effect", schema=None) as batch_op:
        batch_op.create_index(
            "ix_effect_attention",
            ["organisation_id", "id"],
            unique=False,
            postgresql_where=sa.text("state in ('failed', 'unknown')"),
            sqlite_where=sa.text("state in ('failed', 'unknown')"),
        )
        batch_op.create_index(
            "ix_effect_attention_count",
            ["organisation_id", "state"],
            unique=False,
            postgresql_where=sa.text("state in ('failed', 'unknown')"),
            sqlite_where=sa.text("state in ('failed', 'unknown')"),
        )
        batch_op.create_index(
            "ix_effect_due",
            ["queue", "next_at", "id"],
            unique=False,
            postgresql_where=sa.text("state = 'pending'"),
            sqlite_where=sa.text("state = 'pending'"),
        )
        batch_op.create_index(
            "ix_effect_leased",
            ["lease_owner"],
            unique=False,
            postgresql_where=sa.text("state = 'leased'"),
            sqlite_where=sa.text("state = 'leased'"),
        )
        batch_op.create_index("ix_effect_run", ["organisation_id", "run_id", "position"], unique=False)

    op.create_table(
        "file_content",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "file_id"],
            ["document_file.organisation_id", "document_file.id"],
            name=op.f("fk_file_content_organisation_id_file_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_file_content_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "file_id", name=op.f("pk_file_content")),
    )
    op.create_table(
        "reminder",
        sa.Column("contact_id", KEY, nullable=True),
        sa.Column("invoice_id", KEY, nullable=True),
        sa.Column("task_id", KEY, nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("settings", PLAIN_JSON, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("effect_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "contact_id"],
            ["contact.organisation_id", "contact.id"],
            name=op.f("fk_reminder_organisation_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "invoice_id"],
            ["invoice.organisation_id", "invoice.id"],
            name=op.f("fk_reminder_organisation_id_invoice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "task_id"],
            ["task.organisation_id", "task.id"],
            name=op.f("fk_reminder_organisation_id_task_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_reminder_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_reminder_organisation_id_id")),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reminder_due",
            ["due_at"],
            unique=False,
            postgresql_where=sa.text("state = 'scheduled'"),
            sqlite_where=sa.text("state = 'scheduled'"),
        )
        batch_op.create_index("ix_reminder_invoice", ["organisation_id", "invoice_id"], unique=False)
        batch_op.create_index("ix_reminder_task", ["organisation_id", "task_id"], unique=False)

    op.create_table(
        "effect_attempt",
        sa.Column("effect_id", KEY, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=True),
        sa.Column("detail", PLAIN_JSON, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "effect_id"],
            ["effect.organisation_id", "effect.id"],
            name=op.f("fk_effect_attempt_organisation_id_effect_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_effect_attempt_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect_attempt")),
    )
    with op.batch_alter_table("effect_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_effect_attempt_effect", ["organisation_id", "effect_id"], unique=False)
        batch_op.create_index(
            "uq_effect_attempt_done",
            ["effect_id"],
            unique=True,
            postgresql_where=sa.text("phase = 'done'"),
            sqlite_where=sa.text("phase = 'done'"),
        )

    op.create_table(
        "message",
        sa.Column("contact_id", KEY, nullable=True),
        sa.Column("effect_id", KEY, nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("sender", sa.String(length=320), nullable=False),
        sa.Column("recipient", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(length=320), nullable=False),
        sa.Column("attachments", PLAIN_JSON, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "contact_id"],
            ["contact.organisation_id", "contact.id"],
            name=op.f("fk_message_organisation_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "effect_id"],
            ["effect.organisation_id", "effect.id"],
            name=op.f("fk_message_organisation_id_effect_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_message_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_message_organisation_id_id")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_contact", ["organisation_id", "contact_id"], unique=False)

    op.create_table(
        "rule_limit",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("rule_id", KEY, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("used", PLAIN_JSON, nullable=False),
        sa.Column("latest_run", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "rule_id"],
            ["rule.organisation_id", "rule.id"],
            name=op.f("fk_rule_limit_organisation_id_rule_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_rule_limit_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "rule_id", "key", name=op.f("pk_rule_limit")),
    )
    op.create_table(
        "schedule_tick",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("rule_id", KEY, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("event_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "rule_id"],
            ["rule.organisation_id", "rule.id"],
            name=op.f("fk_schedule_tick_organisation_id_rule_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_schedule_tick_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "rule_id", "due_at", name=op.f("pk_schedule_tick")),
    )
    op.create_table(
        "wait",
        sa.Column("run_id", KEY, nullable=False),
        sa.Column("effect_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("event_kind", sa.String(length=60), nullable=True),
        sa.Column("match_fact", sa.String(length=320), nullable=True),
        sa.Column("match_value", sa.String(length=320), nullable=True),
        sa.Column("condition", PLAIN_JSON, nullable=True),
        sa.Column("event_facts", PLAIN_JSON, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("need", sa.String(length=5), nullable=False),
        sa.Column("asked", PLAIN_JSON, nullable=False),
        sa.Column("decisions", PLAIN_JSON, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "effect_id"],
            ["effect.organisation_id", "effect.id"],
            name=op.f("fk_wait_organisation_id_effect_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "run_id"],
            ["run.organisation_id", "run.id"],
            name=op.f("fk_wait_organisation_id_run_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_wait_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wait")),
        sa.UniqueConstraint("organisation_id", "effect_id", name=op.f("uq_wait_organisation_id_effect_id")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_wait_organisation_id_id")),
    )
    with op.batch_alter_table("wait", schema=None) as batch_op:
        batch_op.create_index(
            "ix_wait_event",
            ["organisation_id", "event_kind", "match_fact", "match_value"],
            unique=False,
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(
            "ix_wait_open",
            ["organisation_id", "kind", "due_at"],
            unique=False,
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "contact_note",
        sa.Column("contact_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=320), nullable=False),
        sa.Column("effect_id", KEY, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "contact_id"],
            ["contact.organisation_id", "contact.id"],
            name=op.f("fk_contact_note_organisation_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_contact_note_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_note")),
        sa.UniqueConstraint("organisation_id", "effect_id", name=op.f("uq_contact_note_organisation_id_effect_id")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_contact_note_organisation_id_id")),
    )
    with op.batch_alter_table("contact_note", schema=None) as batch_op:
        batch_op.create_index("ix_contact_note_contact", ["organisation_id", "contact_id", "id"], unique=False)

    op.create_table(
        "button_press",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("token", KEY, nullable=False),
        sa.Column("event_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "event_id"],
            ["event.organisation_id", "event.id"],
            name=op.f("fk_button_press_organisation_id_event_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_button_press_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "token", name=op.f("pk_button_press")),
    )
    op.create_table(
        "snooze",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_snooze_organisation_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_snooze_user_id")),
        sa.PrimaryKeyConstraint("organisation_id", "user_id", "subject_id", name=op.f("pk_snooze")),
    )
    op.create_table(
        "back_test",
        sa.Column("rule_id", KEY, nullable=False),
        sa.Column("document", PLAIN_JSON, nullable=False),
        sa.Column("compared_with", KEY, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("matched", sa.Integer(), nullable=False),
        sa.Column("counts", PLAIN_JSON, nullable=False),
        sa.Column("position", KEY, nullable=True),
        sa.Column("until", KEY, nullable=True),
        sa.Column("begun_by", sa.String(length=320), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "rule_id"],
            ["rule.organisation_id", "rule.id"],
            name=op.f("fk_back_test_organisation_id_rule_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_back_test_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_back_test")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_back_test_organisation_id_id")),
    )
    op.create_table(
        "back_test_row",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("back_test_id", KEY, nullable=False),
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("steps", PLAIN_JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "back_test_id"],
            ["back_test.organisation_id", "back_test.id"],
            name=op.f("fk_back_test_row_organisation_id_back_test_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "event_id"],
            ["event.organisation_id", "event.id"],
            name=op.f("fk_back_test_row_organisation_id_event_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_back_test_row_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "back_test_id", "event_id", name=op.f("pk_back_test_row")),
    )

    columns = [column["name"] for column in sa.inspect(op.get_bind()).get_columns("invoice")]
    for statement in statements(op.get_bind().dialect.name, columns):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("the first migration has nothing before it")
