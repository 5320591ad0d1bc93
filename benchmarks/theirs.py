"""What django-post_office needs for the same letters; run by a Python of its own, which `make bench` sets up.

python benchmarks/theirs.py DATABASE_HOST DATABASE SMTP_PORT LETTERS: prints two numbers, the seconds of
`send_many` and of `send_queued_mail` at their defaults.
"""

import sys
import time

import django
from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import import_string

TEXT = (
    "Dear Amara,\n\nwe have not decided yet. You will hear from me by Tuesday 8 December.\n\nPriya Shah\n" * 4
)


def main(host: str, name: str, port: str, letters: str) -> None:
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": name,
                "HOST": host,
                "USER": "postgres",
            }
        },
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "post_office"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        EMAIL_BACKEND="post_office.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=int(port),
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SECRET_KEY="for measuring only",
        USE_TZ=True,
    )
    django.setup()
    send_many = import_string("post_office.mail.send_many")  # needs the settings

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    send_many(
        [
            {
                "sender": "jobs@borealis.example",
                "recipients": [f"person{number}@example.org"],
                "subject": "Your application",
                "message": TEXT,
            }
            for number in range(int(letters))
        ]
    )
    queued = time.perf_counter()
    call_command("send_queued_mail", verbosity=0)
    sys.stdout.write(f"{queued - began} {time.perf_counter() - queued}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
