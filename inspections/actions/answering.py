"""What an office answers, kept with its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Attachment
from audit.records import Change
from inspections.models import Answer, FollowUp, Priority

NOTHING_WRITTEN = _("Write what was done.")


@dataclass(frozen=True)
class Told:
    """What an office answers: text, as of which day, per cent done, evidence.

    `files` are staged uploads that become the answer's own.
    """

    text: str
    answered_on: date
    progress: int | None = None
    files: tuple[Attachment, ...] = ()


def store_answer(
    follow_up: FollowUp, told: Told, by: User, *, is_final: bool
) -> Answer:
    answer = Answer.objects.create(
        follow_up=follow_up,
        text=told.text,
        answered_on=told.answered_on,
        progress=told.progress,
        is_final=is_final,
        office=follow_up.answering_office,
        by=by,
    )
    for file in told.files:
        file.staged_key = None
        file.record = answer
        file.save()
    return answer


def words_of(answer: Answer, told: Told) -> list[Change]:
    changes: list[Change] = [
        (["answer", "", "text"], None, answer.text),
        (["answer", "", "answered_on"], None, answer.answered_on.isoformat()),
    ]
    if answer.progress is not None:
        changes.append((["answer", "", "progress"], None, answer.progress))
    changes += [
        (["answer", str(file), "file"], None, file.original_name) for file in told.files
    ]
    return changes


def has_evidence(follow_up: FollowUp) -> bool:
    """Whether any answer to it came with a photo or file."""
    return Attachment.objects.about_all([*follow_up.answers.all()]).exists()


def lacks_evidence(follow_up: FollowUp, files: Sequence[Attachment]) -> bool:
    """Whether it can't be answered as done yet: of high priority, without a file."""
    is_high = follow_up.priority == Priority.HIGH
    return is_high and not files and not has_evidence(follow_up)


#: What is then said.
EVIDENCE_NEEDED = _(
    "It has high priority: add a photo or file as evidence before you answer that it "
    "is done."
)
