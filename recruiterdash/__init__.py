"""recruiterdash: nobody waits unanswered."""

from flask import Flask

from recruiterdash import config


def create_app(settings: config.Settings | None = None) -> Flask:
    """Build the application; reads like a table of contents."""
    # Imported here so that `recruiterdash.config` and the pure rules load without a web framework.
    from recruiterdash import api, doors, web
    from recruiterdash.db import Database
    from recruiterdash.web import assets, errors, filters, headers, intake, logs, sessions

    settings = settings or config.read()
    app = Flask("recruiterdash", static_folder=None, template_folder=str(web.TEMPLATES))
    app.config.update(web.flask_settings(settings))
    logs.init_app(app, settings)
    doors.init_app(app, settings, Database(settings.database_url))
    headers.init_app(app, settings)
    sessions.init_app(app)
    intake.init_app(app)
    assets.init_app(app)
    filters.init_app(app)
    errors.init_app(app)
    web.register(app)
    api.register(app)
    doors.ensure_all_declared(app)
    return app
