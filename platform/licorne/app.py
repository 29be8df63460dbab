"""The composition root: the one place that knows all parts."""

import logging
import os
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.proxy_fix import ProxyFix

from licorne import actions, faults, triggers
from licorne.adapters import clock
from licorne.adapters.mail import Mailer
from licorne.adapters.mail_file import FileMailer
from licorne.adapters.mail_smtp import SmtpMailer
from licorne.adapters.pdf import door
from licorne.adapters.pdf.pool import PdfRenderer
from licorne.adapters.queue import Doorbell, NoDoorbell, RedisDoorbell
from licorne.api.register import register as register_api
from licorne.config import Settings
from licorne.data_folder import secret_key
from licorne.models import all as tables
from licorne.models.database import db, options_for, prepare_engine
from licorne.services.parts import Parts
from licorne.web.register import register as register_web

TEMPLATES = Path(__file__).resolve().parent / "templates"
#: In a checkout the templates lie beside `platform/`; in the wheel they lie in the package.
SOURCE_TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
MEGABYTE = 1024 * 1024

__all__ = ["actions", "create_app", "tables", "triggers"]


def create_app(settings: Settings | None = None) -> Flask:
    """The app with its parts. Without settings they are read from the environment (as a WSGI server does)."""
    settings = settings or Settings.from_environment(os.environ)
    clock.follow(settings.test_clock)
    faults.arm(settings.fault or "", settings.data)
    secret = secret_key(settings)
    app = Flask("licorne", template_folder=str(SOURCE_TEMPLATES if SOURCE_TEMPLATES.is_dir() else TEMPLATES))
    app.config.update(_configuration(settings, secret))
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine, settings.run_folder / "write.lock", clock.monotonic)
    app.extensions["licorne"] = Parts(
        settings, doorbell_for(settings, secret), mailer_for(settings), PdfRenderer(nursery=door.path_in(settings.run_folder)), secret
    )
    register_web(app)
    register_api(app)
    _believe_proxies(app, settings.trusted_proxies)
    return app


def _believe_proxies(app: Flask, count: int) -> None:
    """Takes client address and scheme from the operator's own proxies; never the host: links are made from the base URL."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0, x_port=0, x_prefix=0)  # type: ignore[method-assign]  # Flask's documented way


def _configuration(settings: Settings, secret: bytes) -> dict[str, object]:
    return {
        "SECRET_KEY": secret,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": options_for(settings.database_url),
        "MAX_CONTENT_LENGTH": MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": MEGABYTE // 2,
        "MAX_FORM_PARTS": 500,
        "PREFERRED_URL_SCHEME": "https" if settings.is_https else "http",
        "BABEL_DEFAULT_LOCALE": "en",
        "WTF_CSRF_TIME_LIMIT": None,
        "TEMPLATES_AUTO_RELOAD": False,
    }


def doorbell_for(settings: Settings, secret: bytes) -> Doorbell:
    """RQ where there is a Redis."""
    return RedisDoorbell(settings.redis_url, secret) if settings.redis_url else NoDoorbell()


def mailer_for(settings: Settings) -> Mailer:
    """SMTP, or the mail folder of an installation without it."""
    if settings.smtp_url:
        return SmtpMailer(settings.smtp_url, faults.faultpoint_of_phase)
    return FileMailer(settings.mail_folder, faults.faultpoint_of_phase)


def database_answers(app: Flask) -> bool:
    """Whether the database can be asked."""
    try:
        with app.app_context(), db.engine.connect():
            return True
    except SQLAlchemyError:
        logging.getLogger(__name__).exception("the database does not answer")
        return False
