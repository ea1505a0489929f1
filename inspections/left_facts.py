"""What is known of follow-ups left from before: one query each for all of a visit."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max

from accounts.models import User
from audit.models import Attachment
from inspections.models import Answer, FollowUp, Issue


def last_answers_of(keys: Iterable[int]) -> Mapping[int, Answer]:
    """The latest answer to each, as far as there is one."""
    answers = Answer.objects.filter(follow_up__in=keys).order_by()
    last = answers.values("follow_up").annotate(last=Max("pk")).values("last")
    found = Answer.objects.filter(pk__in=last)
    return {answer.follow_up_id: answer for answer in found}


def evidence_of(keys: Iterable[int]) -> Counter[int]:
    """How many files the answers to each came with."""
    answers = Answer.objects.filter(follow_up__in=keys)
    files = Attachment.objects.filter(
        content_type=ContentType.objects.get_for_model(Answer),
        object_id__in=answers.order_by().values("pk"),
    )
    attached = [key for key in files.values_list("object_id", flat=True) if key]
    of = dict(answers.filter(pk__in=attached).values_list("pk", "follow_up"))
    return Counter(of[key] for key in attached)


def issues_of(keys: Iterable[int], user: User) -> Mapping[int, list[Issue]]:
    """The issues that each was raised from and the reader may see."""
    visible = Issue.objects.visible_to(user)
    ties = FollowUp.issues.through._default_manager.filter(followup__in=keys)
    found: defaultdict[int, list[Issue]] = defaultdict(list)
    for tie in ties.filter(issue__in=visible.values("pk")).select_related("issue"):
        found[tie.followup_id].append(tie.issue)
    return found


def opened_by(keys: Iterable[int], user: User) -> set[int]:
    """Those whose own page the reader may open, too."""
    visible = FollowUp.objects.visible_to(user).filter(pk__in=keys)
    return set(visible.values_list("pk", flat=True))
