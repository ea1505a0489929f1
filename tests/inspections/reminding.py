"""Running the reminders of a day, and what came of it."""

from datetime import date, timedelta
from io import StringIO

from django.core import mail
from django.core.management import call_command

from accounts.models import User

#: A Tuesday, so that all rungs fall on working days.
DUE = date(2026, 12, 15)


def give_address(*users: User) -> None:
    """Let each have an e-mail address made of the user name."""
    for user in users:
        user.email = f"{user.username}@example.go.th"
        user.save()


def run(day: date) -> str:
    """Run the command for a day; what it says."""
    said = StringIO()
    call_command("send_reminders", "--day", day.isoformat(), stdout=said)
    return said.getvalue().strip()


def after(days: int) -> date:
    """The day so many days after the due day."""
    return DUE + timedelta(days=days)


def sent_on(day: date) -> dict[str, str]:
    """Who got which text when the command ran for that day."""
    mail.outbox.clear()
    run(day)
    assert len({one.to[0] for one in mail.outbox}) == len(mail.outbox), "twice"
    return {one.to[0].partition("@")[0]: one.body for one in mail.outbox}
