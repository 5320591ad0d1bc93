"""A mail to a colleague as text and as HTML: what mail programs show, with nothing fetched from anywhere."""

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from recruiterdash.digests.said import Said
from recruiterdash.mail import Picture
from recruiterdash.notices import Words
from recruiterdash.places import place


def words_of(said: Said, pictures: Mapping[str, bytes], host: str) -> Words:
    """Return the subject, text and HTML of a mail.

    pictures: PNG of a figure's chart by the figure's name; a figure without one is told in words alone.
    host: what stands after the @ in the names of pictures.
    """
    shown = tuple(
        Picture(f"{each.name}@{host}", pictures[each.name]) for each in said.findings if each.name in pictures
    )
    by_figure = {picture.name.partition("@")[0]: picture.name for picture in shown}
    findings = [each._replace(picture=by_figure.get(each.name, "")) for each in said.findings]
    text, html = (
        _environment().get_template(f"digest/letter.{kind}").render(said=said, findings=findings)
        for kind in ("txt", "html")
    )
    return Words(said.subject, text, html, shown)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(place("templates") / "emails"),
        autoescape=select_autoescape(("html",), default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
