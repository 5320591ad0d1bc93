"""Templates of letters, as they are typed in."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from recruiterdash.messages import MANNERS, MessageType
from recruiterdash.messages.days import LANGUAGES
from recruiterdash.messages.depth import WORDS
from recruiterdash.messages.keeping import Wording
from recruiterdash.messages.library import ANY
from recruiterdash.messages.models import Template, TemplateVersion
from recruiterdash.messages.wording import SOURCE_LIMIT
from recruiterdash.web.forms.fields import VersionedForm
from recruiterdash.web.forms.nouns import NOT_THERE, ManyLines, OneLine, text_of

DEPTHS = {ANY: "everybody", **{depth.value: f"only {words}" for depth, words in WORDS.items()}}


class WordingForm(VersionedForm):
    """One template."""

    type = SelectField(
        "Type of letter",
        [DataRequired()],
        choices={each.value: how.name for each, how in MANNERS.items()},
        **NOT_THERE,
    )
    language = SelectField("Language", [DataRequired()], choices=LANGUAGES, **NOT_THERE)
    depth = SelectField("For", [DataRequired()], choices=DEPTHS, **NOT_THERE)
    name = StringField("Name, for colleagues only", [InputRequired("Give it a name."), OneLine(120)])
    subject = StringField("Subject", [InputRequired("A letter has a subject."), OneLine(300)])
    body = TextAreaField("Text", [InputRequired("Write the text."), ManyLines(SOURCE_LIMIT)])
    #: Whom the preview is for.
    person = StringField("Preview it for", [Optional(), OneLine(200)], render_kw={"autocomplete": "off"})

    def keep(self, template: Template) -> None:
        """Leave type and language as they are: a template does not change them."""
        self.type.data, self.language.data = template.type, template.language
        self.type.raw_data = self.language.raw_data = None

    def wording(self) -> Wording:
        """Return what was written."""
        return Wording(
            type=MessageType(self.type.data),
            language=self.language.data,
            depth=self.depth.data,
            name=" ".join((self.name.data or "").split()),
            subject=" ".join((self.subject.data or "").split()),
            body=f"{text_of(self.body)}\n",
        )


def values(template: Template, version: TemplateVersion) -> dict[str, object]:
    """Return a template as its form shows it."""
    return {
        "type": template.type,
        "language": template.language,
        "depth": template.depth,
        "name": template.name,
        "subject": version.subject,
        "body": version.body,
        "version": template.version,
    }
