"""Puts the web pages into the app: `app.create_app` calls `register` once."""

from typing import Final

from flask import Blueprint, Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect

from licorne.web import (
    access,
    account,
    builder_versions,
    catalogue,
    contact_edit,
    contact_merging,
    contacts,
    context,
    customer_answers,
    error_pages,
    filling,
    form_builder,
    form_gallery,
    form_pages,
    form_preview,
    form_statistics,
    headers,
    held_posts,
    home,
    inbox,
    inbox_deeds,
    invitations,
    invoices,
    language,
    limits,
    login,
    mails,
    notices,
    pictures,
    preferences,
    products,
    public_documents,
    public_form,
    public_tally,
    public_theme,
    rule_back_tests,
    rule_buttons,
    rule_editing,
    rule_editor,
    rule_events,
    rule_gallery,
    rule_pages,
    rule_switches,
    rule_upcoming,
    runs,
    settings,
    submission_actions,
    submission_edit,
    submission_files,
    submission_imports,
    submission_links,
    submissions,
    tasks,
    team,
    zone,
)

BLUEPRINTS: Final[tuple[Blueprint, ...]] = (
    home.blueprint,
    login.blueprint,
    invitations.blueprint,
    account.blueprint,
    preferences.blueprint,
    inbox.blueprint,
    inbox_deeds.blueprint,
    submissions.blueprint,
    held_posts.blueprint,
    submission_actions.blueprint,
    submission_edit.blueprint,
    submission_files.blueprint,
    submission_links.blueprint,
    submission_imports.blueprint,
    contacts.blueprint,
    contact_edit.blueprint,
    contact_merging.blueprint,
    filling.blueprint,
    invoices.blueprint,
    tasks.blueprint,
    mails.blueprint,
    products.blueprint,
    form_pages.blueprint,
    form_builder.blueprint,
    form_gallery.blueprint,
    form_preview.blueprint,
    builder_versions.blueprint,
    form_statistics.blueprint,
    rule_editing.blueprint,
    rule_editor.blueprint,
    rule_gallery.blueprint,
    rule_pages.blueprint,
    rule_upcoming.blueprint,
    rule_back_tests.blueprint,
    rule_events.blueprint,
    rule_switches.blueprint,
    rule_buttons.blueprint,
    runs.blueprint,
    team.blueprint,
    settings.blueprint,
    notices.blueprint,
    public_form.blueprint,
    public_documents.blueprint,
    customer_answers.blueprint,
    public_tally.blueprint,
    public_theme.blueprint,
    pictures.blueprint,
)


def register(app: Flask) -> None:
    """Languages, CSRF tokens, headers, access rules, error pages and all blueprints. Expects the parts in place."""
    https = app.extensions["licorne"].settings.is_https
    app.config.update(
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="__Host-licorne_page" if https else "licorne_page",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    _speak(app)
    headers.protect(app, https)
    ours = frozenset(blueprint.name for blueprint in BLUEPRINTS)
    limits.check_requests(app, ours)
    access.guard(app, ours, CSRFProtect(app))
    context.register(app)
    error_pages.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)


def _speak(app: Flask) -> None:
    babel = Babel(app, locale_selector=language.choose, timezone_selector=zone.of_request)
    catalogue.use(babel)
