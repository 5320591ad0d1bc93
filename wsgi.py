"""The application for a WSGI server: `granian --interface wsgi wsgi:app`, `waitress-serve wsgi:app`."""

from recruiterdash import create_app

app = create_app()
