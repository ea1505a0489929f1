"""What a reviewer asks to have mended in a visit's record or a report's section."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inspections.lifecycle import SECTION_PARTS, VISIT_SECTIONS
from inspections.models.report import ReportSection
from inspections.models.visit import Visit


class Comment(models.Model):
    """A comment given when a document was returned.

    Kept for good; `resolved_at` is set when the document is submitted again.
    """

    text = models.TextField(_("comment"))
    at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class ReviewComment(Comment):
    """A comment on one section of a visit's record."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="comments")
    by = models.ForeignKey(User, models.PROTECT, related_name="comments_made")
    section = models.CharField(
        _("section"), max_length=20, choices=list(VISIT_SECTIONS.items())
    )

    class Meta(Comment.Meta):
        verbose_name = _("review comment")
        verbose_name_plural = _("review comments")
        constraints = [
            models.CheckConstraint(
                condition=Q(section__in=list(VISIT_SECTIONS)),
                name="comment_section_is_known",
            )
        ]


class SectionComment(Comment):
    """A comment on one part of a report's section."""

    section = models.ForeignKey(ReportSection, models.CASCADE, related_name="comments")
    by = models.ForeignKey(User, models.PROTECT, related_name="section_comments_made")
    part = models.CharField(
        _("part"), max_length=20, choices=list(SECTION_PARTS.items())
    )

    class Meta(Comment.Meta):
        verbose_name = _("comment on a report section")
        verbose_name_plural = _("comments on report sections")
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=list(SECTION_PARTS)),
                name="comment_part_is_known",
            )
        ]
