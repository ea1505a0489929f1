"""What a manager asks to have mended in a visit's record."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inspections.lifecycle import VISIT_SECTIONS
from inspections.models.visit import Visit


class ReviewComment(models.Model):
    """A comment on one section, given when the visit was returned.

    Kept for good; `resolved_at` is set when the visit is submitted again.
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="comments")
    section = models.CharField(
        _("section"), max_length=20, choices=list(VISIT_SECTIONS.items())
    )
    text = models.TextField(_("comment"))
    by = models.ForeignKey(User, models.PROTECT, related_name="comments_made")
    at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("review comment")
        verbose_name_plural = _("review comments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(section__in=list(VISIT_SECTIONS)),
                name="comment_section_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.text
