"""The application for a WSGI server: `granian --interface wsgi wsgi:app`, `waitress-serve wsgi:app`."""

from recruiterdash import create_app
from recruiterdash.metrics import memory

app = create_app()
memory.warm(app.extensions["recruiterdash.database"])
