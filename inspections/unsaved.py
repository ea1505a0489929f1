"""What an office's own writer has typed into a report's sections and not saved."""

from collections.abc import Iterable

from accounts.models import User
from audit.drafts import KeptDraft, drafts_of
from audit.models import Attachment
from audit.operations import FIELD, as_key, new_key
from inspections.forms.section_page import SectionPage
from inspections.models import ReportSection


def edit_address(section: ReportSection) -> str:
    """Where the office writes the section."""
    return f"{section.report.get_absolute_url()}{section.topic_id}/edit/"


def unsaved_sections(
    sections: Iterable[ReportSection], user: User
) -> list[ReportSection]:
    """Those into which the user has typed what isn't stored.

    Each draft that is kept of them costs a few queries; seldom is there any.
    """
    by_address = {edit_address(section): section for section in sections}
    kept = drafts_of(user, by_address)
    return [
        section
        for address, section in by_address.items()
        if address in kept and _says_more(section, user, kept[address])
    ]


def _says_more(section: ReportSection, user: User, kept: KeptDraft) -> bool:
    """Whether the draft differs from what is stored, as its page would tell."""
    key = as_key(kept.data.get(FIELD, "")) or new_key()
    if Attachment.objects.staged_for(user, key).exists():
        return True
    page = SectionPage(section, user, kept.data, key=key)
    return (page.rebased() if page.is_stale else page).says_more()
