"""Log-in, own details, passwords, tokens, the first set-up."""

from wtforms import BooleanField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from recruiterdash.team.calendars import zones
from recruiterdash.team.models import Role
from recruiterdash.web.forms.fields import MultiCheckboxField, VersionedForm, choice
from recruiterdash.web.forms.nouns import Typed

ZONES = [(name, name.replace("_", " ")) for name in zones()]
GOOD_ONES = "A few words in a row make a good one: at least 12 characters, any script."


class LogInForm(Typed):
    """Mailbox and password."""

    email = StringField("E-mail", [InputRequired("Write your e-mail address."), Length(max=254)])
    password = PasswordField("Password", [InputRequired("Write your password.")])
    next = HiddenField()


class DetailsForm(VersionedForm):
    """What a person says of themselves."""

    name = StringField("Name", [InputRequired("Write your name."), Length(max=120)])
    title = StringField("Title, as your letters are signed", [Length(max=120)])
    phone = StringField("Phone, as your letters give it", [Length(max=40)])


class DigestForm(Typed):
    """Whether mails about who waits are wanted."""

    wanted = BooleanField("Send me mails about who waits")


class NewPasswordForm(Typed):
    """A password, twice."""

    new_password = PasswordField(
        "New password", [InputRequired("Write a new password.")], description=GOOD_ONES
    )
    again_password = PasswordField(
        "The same again", [EqualTo("new_password", "The two are not the same.")], render_kw={"required": True}
    )


class PasswordForm(NewPasswordForm):
    """A change of password: who changes it proves to know the old one."""

    password = PasswordField("Present password", [InputRequired("Write your present password.")])
    end_tokens = BooleanField("End my API tokens, too")


class TokenForm(Typed):
    """A key for a program."""

    name = StringField(
        "What it is for", [InputRequired("Say what it is for."), Length(max=80)], id="token-name"
    )
    scope = SelectField(
        "It may", [InputRequired()], choices=choice(("read", "read only"), ("write", "read and write"))
    )


class FirstStartForm(NewPasswordForm):
    """The first administrator and the company's office."""

    name = StringField("Your name", [InputRequired("Write your name."), Length(max=120)])
    email = StringField("Your e-mail address", [InputRequired("Write your e-mail address."), Length(max=254)])
    roles = MultiCheckboxField(
        "What you do here",
        choices=choice((Role.ADMIN.value, "set up and administer"), (Role.RECRUITER.value, "recruit")),
        default=[Role.ADMIN.value, Role.RECRUITER.value],
    )
    office = StringField("Your office", [InputRequired("Name the office."), Length(max=120)])
    zone = SelectField("Its time zone", [InputRequired()], choices=choice(*ZONES))
    country = StringField(
        "Its country, for public holidays",
        [Length(max=2)],
        description="Two letters, such as ES; empty for none.",
    )
