"""History rows, attached files, finished operations and the version guard."""

from collections.abc import Sequence
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.storage import attachment_path, preview_path


class StaleVersion(Exception):
    """Somebody else changed the record since the version the editor saw."""


class Versioned(models.Model):
    """A record that people edit: every change takes the next version number.

    An integer, because timestamps tie; a conditional update, because a check
    followed by a write loses edits on PostgreSQL.
    """

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True

    def claim(self, version: int) -> None:
        """Take the version after `version`, and the row's lock until commit.

        Raises StaleVersion when the record has moved on; nothing is written then.
        """
        unmoved = type(self)._base_manager.filter(pk=self.pk, version=version)
        if not unmoved.update(version=version + 1):
            raise StaleVersion(str(self.pk))
        self.version = version + 1


class EntryQuerySet(models.QuerySet["Entry"]):
    """History rows."""

    def about(self, record: models.Model) -> Self:
        """The history of one record, oldest first."""
        return self.filter(
            content_type=ContentType.objects.get_for_model(record),
            object_id=record.pk,
        ).order_by("pk")


class Entry(models.Model):
    """One change: who, when, which step, field by field before and after, why.

    `changes` is a list of [path, before, after]; the values are plain text,
    numbers or null as they stood, so that later renaming rewrites no history.
    """

    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="entries",
        verbose_name=_("who"),
    )
    by_name = models.CharField(_("name at the time"), max_length=255, blank=True)
    step = models.CharField(_("step"), max_length=40)
    reason = models.TextField(_("reason"), blank=True)
    changes = models.JSONField(_("changes"), default=list)
    request_id = models.CharField(_("request"), max_length=36, blank=True)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history entries")
        indexes = [
            models.Index(
                fields=["content_type", "object_id", "id"], name="entry_by_record"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.content_type_id}:{self.object_id}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Attached and staged files."""

    def about(self, record: models.Model) -> Self:
        """The files of one record, in the order they were added."""
        return self.filter(
            content_type=ContentType.objects.get_for_model(record),
            object_id=record.pk,
        ).order_by("pk")

    def about_all(self, records: Sequence[models.Model]) -> Self:
        """The files of several records of one kind, in the order they were added."""
        if not records:
            return self.none()
        return self.filter(
            content_type=ContentType.objects.get_for_model(records[0]),
            object_id__in=[record.pk for record in records],
        ).order_by("pk")

    def staged_for(self, user: Any, key: str) -> Self:
        """What `user` uploaded in the form `key` and has not saved yet."""
        return self.filter(by=user, staged_key=key or None).order_by("pk")


class Attachment(Versioned):
    """A photo or PDF: of a record, or staged while its form is not saved yet."""

    file = models.FileField(_("file"), upload_to=attachment_path, max_length=200)
    preview = models.FileField(
        _("preview"), upload_to=preview_path, max_length=200, blank=True
    )
    original_name = models.CharField(_("file name"), max_length=255)
    media_type = models.CharField(_("type"), max_length=40)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="attachments",
        verbose_name=_("uploaded by"),
    )
    content_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, related_name="+"
    )
    object_id = models.BigIntegerField(null=True)
    record = GenericForeignKey()
    staged_key = models.UUIDField(null=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            models.CheckConstraint(
                condition=Q(content_type=None, object_id=None, staged_key__isnull=False)
                | Q(
                    content_type__isnull=False,
                    object_id__isnull=False,
                    staged_key=None,
                ),
                name="attachment_is_staged_or_belongs_to_a_record",
            ),
        ]
        indexes = [
            models.Index(
                fields=["content_type", "object_id", "id"], name="attachment_by_record"
            ),
            models.Index(fields=["by", "staged_key"], name="attachment_staged"),
        ]

    def __str__(self) -> str:
        return self.caption or self.original_name

    @property
    def is_image(self) -> bool:
        """Whether a browser may show it in a page."""
        return self.media_type.startswith("image/")


class Operation(models.Model):
    """One press of a save button that took effect; its key is used only once.

    Written in the effect's own transaction: of two posts of one key, the
    second waits for the first and is answered with the first one's result.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="operations"
    )
    key = models.UUIDField()
    digest = models.CharField(max_length=64)
    result = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("operations")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], name="one_effect_per_operation_key"
            )
        ]

    def __str__(self) -> str:
        return str(self.key)


class Draft(models.Model):
    """What somebody typed into a form and has not saved yet; nobody else reads it.

    One for each person and form: `address` is the form's path, `data` what its
    controls held, `key` its operation key. `page` and `number` say which opened
    page it came from and as which of its messages, so that a late one changes
    nothing. After saving, `data` is empty and the rest stays for just that.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts"
    )
    address = models.CharField(max_length=300)
    # Text: as JSON, PostgreSQL would refuse a null character that somebody typed.
    data = models.TextField(blank=True)
    key = models.UUIDField(null=True)
    page = models.CharField(max_length=60)
    number = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("kept text")
        verbose_name_plural = _("kept texts")
        constraints = [
            models.UniqueConstraint(
                fields=["address", "user"], name="one_draft_per_person_and_form"
            )
        ]
        indexes = [models.Index(fields=["saved_at"], name="draft_by_age")]

    def __str__(self) -> str:
        return self.address

    @property
    def stamp(self) -> str:
        """Names this state of the draft, to tell whether a page has seen it."""
        return f"{self.page}:{self.number}"
