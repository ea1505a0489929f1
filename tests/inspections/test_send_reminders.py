"""The command of every morning: whom it reminds of what, when, and only once."""

import re
from datetime import date, timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Assignment, Role
from inspections.actions import redate
from inspections.lifecycle import FollowUpState
from inspections.models import FollowUpKind, Reminder, ReminderChoice, Rhythm
from tests.factories import make_assignment, make_follow_up, make_user
from tests.inspections.reminding import DUE, after, give_address, run, sent_on

pytestmark = pytest.mark.django_db

OWNER, HEAD, INSPECTOR, MANAGER = "khonkaen", "khonkaen.head", "inspector12", "manager"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/\S*)")


@pytest.fixture
def cast(
    officer, head, inspector, manager, assistant, stranger, neighbour, nobody, zone_12
):
    """Everybody, all with an address; a former inspector and a closed account too."""
    former = make_user(username="former")
    make_assignment(
        former, Role.INSPECTOR, zone=zone_12, ends_on=after(-8) - timedelta(days=1)
    )
    gone = make_user(username="gone", is_active=False)
    make_assignment(gone, Role.MANAGER)
    everybody = [officer, head, inspector, manager, assistant, stranger, neighbour]
    give_address(*everybody, nobody, former, gone)
    return {user.username: user for user in everybody}


@pytest.fixture
def follow_up(khon_kaen_office):
    return make_follow_up(
        office=khon_kaen_office,
        given_on=date(2026, 11, 1),
        due_on=DUE,
        text="เร่งตรวจโรงงาน\nลักลอบเผาอ้อย",
    )


# --- The ladder ---------------------------------------------------------------------


def test_day_by_day_exactly_the_ladders_digests_go_out_once_each(cast, follow_up):
    travelled = {days: sent_on(after(days)) for days in range(-12, 45)}

    told = {days: sorted(mails) for days, mails in travelled.items() if mails}
    assert told == {-7: [OWNER], 0: [OWNER, HEAD], 15: [INSPECTOR], 30: [MANAGER]}
    assert all(
        follow_up.ref in body for mails in travelled.values() for body in mails.values()
    )
    told_to = Reminder.objects.values_list("user__username", flat=True)
    assert sorted(told_to) == [INSPECTOR, OWNER, OWNER, HEAD, MANAGER]


@pytest.mark.parametrize("days", [-7, 0, 15, 30])
def test_a_second_run_on_the_same_day_sends_nothing(cast, follow_up, days):
    first = sent_on(after(days))

    assert first != {}
    assert sent_on(after(days)) == {}
    assert run(after(days)) == "reminders: 0 made, digests: 0 sent, 0 failed"


def test_it_says_what_it_did(cast, follow_up):
    assert run(after(0)) == "reminders: 2 made, digests: 2 sent, 0 failed"


def test_without_a_day_it_is_today_in_bangkok(cast, follow_up):
    # 18.00 in Greenwich is the next day in Bangkok.
    with time_machine.travel(f"{after(-8)}T18:00:00Z", tick=False):
        call_command("send_reminders")

    assert [one.to[0].partition("@")[0] for one in mail.outbox] == [OWNER]


@pytest.mark.parametrize("text", ["15/12/2569", "2026-13-01", "soon"])
def test_a_day_that_is_none_is_refused(text):
    with pytest.raises(CommandError, match="not a day"):
        call_command("send_reminders", "--day", text)


def test_an_office_without_officers_has_its_head_reminded(cast, follow_up):
    Assignment.objects.filter(role=Role.OFFICER).delete()

    assert list(sent_on(after(-7))) == [HEAD]
    assert list(sent_on(after(0))) == [HEAD]


def test_several_things_of_a_day_come_in_one_mail(cast, khon_kaen_office):
    given = [
        make_follow_up(office=khon_kaen_office, given_on=after(-40), due_on=after(days))
        for days in (0, 0, 7)
    ]

    told = sent_on(after(0))

    assert sorted(told) == [OWNER, HEAD]
    assert all(one.ref in told[OWNER] for one in given)
    assert [one.ref in told[HEAD] for one in given] == [True, True, False]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (-3, [OWNER]),
        (2, [OWNER, HEAD]),
        (20, [INSPECTOR]),
        (90, [MANAGER]),
    ],
)
def test_after_days_without_a_run_only_what_stands_is_sent(cast, follow_up, days, told):
    assert sorted(sent_on(after(days))) == told
    assert {row.rung for row in Reminder.objects.all()} == {
        {-3: "before", 2: "due", 20: "late_15", 90: "late_30"}[days]
    }
    assert sent_on(after(days + 1)) == {}


def test_whoever_comes_to_a_post_is_told_of_what_stands(
    cast, follow_up, khon_kaen_office
):
    sent_on(after(0))
    new = make_user(username="new")
    give_address(new)
    make_assignment(new, Role.OFFICER, office=khon_kaen_office, starts_on=after(2))

    assert sent_on(after(1)) == {}
    assert list(sent_on(after(2))) == ["new"]
    assert sent_on(after(3)) == {}


# --- What waits and what doesn't ----------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"is_imported": True},
        {"kind": FollowUpKind.OBSERVATION},
        {"kind": FollowUpKind.COMMENDATION},
        {"state": FollowUpState.DRAFT},
        {"state": FollowUpState.ANSWERED},
        {"state": FollowUpState.VERIFIED},
        {"state": FollowUpState.CANNOT_COMPLY},
        {"state": FollowUpState.SUPERSEDED},
        {"state": FollowUpState.WITHDRAWN},
        {"due_on": None},
    ],
    ids=lambda fields: "-".join(map(str, *fields.items())),
)
def test_nobody_is_reminded_of_what_waits_for_nobody(cast, khon_kaen_office, fields):
    due = {"given_on": after(-60), "due_on": DUE, **fields}
    make_follow_up(office=khon_kaen_office, **due)

    assert [sent_on(after(days)) for days in (-7, 0, 15, 30)] == [{}] * 4
    assert Reminder.objects.count() == 0


def test_once_answered_the_ladder_ends(cast, follow_up):
    sent_on(after(0))
    follow_up.state = FollowUpState.ANSWERED
    follow_up.save()

    assert [sent_on(after(days)) for days in (15, 30)] == [{}] * 2


def test_what_was_answered_before_its_mail_went_out_is_left_out(cast, follow_up):
    give_up_mail(cast[OWNER], weekdays=[2])
    sent_on(after(0))
    follow_up.state = FollowUpState.ANSWERED
    follow_up.save()

    assert sent_on(after(1)) == {}


def test_another_due_day_starts_the_ladder_again(cast, follow_up, inspector):
    sent_on(after(-7))
    sent_on(after(0))
    later = after(20)

    redate(follow_up, later, reason="น้ำท่วม", by=inspector)

    days = [-7, 0, 15, 30]
    assert [sorted(sent_on(later + timedelta(days=n))) for n in days] == [
        [OWNER],
        [OWNER, HEAD],
        [INSPECTOR],
        [MANAGER],
    ]


def test_a_mail_that_waited_tells_nothing_of_a_day_that_no_longer_holds(
    cast, follow_up, inspector
):
    give_up_mail(cast[OWNER], weekdays=[2])
    sent_on(after(0))
    redate(follow_up, after(60), reason="น้ำท่วม", by=inspector)

    assert sent_on(after(1)) == {}


# --- Reports asked for again and again ----------------------------------------------


@pytest.fixture
def weekly(khon_kaen_office):
    return make_follow_up(
        office=khon_kaen_office,
        given_on=after(-60),
        due_on=after(200),
        rhythm=Rhythm.WEEKLY,
        report_due_on=DUE,
    )


def test_a_report_is_reminded_of_the_day_before_and_then_up_the_ladder(cast, weekly):
    travelled = {days: sent_on(after(days)) for days in range(-10, 40)}

    told = {days: sorted(mails) for days, mails in travelled.items() if mails}
    assert told == {-1: [OWNER], 0: [OWNER, HEAD], 15: [INSPECTOR], 30: [MANAGER]}


def test_each_report_of_a_rhythm_has_its_own_ladder(cast, weekly):
    sent_on(after(0))
    weekly.report_due_on = after(7)
    weekly.save()

    assert list(sent_on(after(6))) == [OWNER]
    assert sorted(sent_on(after(7))) == [OWNER, HEAD]


def test_a_due_day_and_a_report_of_one_follow_up_come_in_one_mail(cast, weekly):
    weekly.due_on = after(7)
    weekly.save()

    told = sent_on(after(0))

    assert told[OWNER].count(weekly.ref) == 4, "twice by number, twice in the address"
    assert told[HEAD].count(weekly.ref) == 2


# --- The mail -----------------------------------------------------------------------


def test_the_mail_speaks_its_readers_language_and_era(cast, follow_up):
    cast[HEAD].language = "en"
    cast[HEAD].save()

    told = sent_on(after(0))

    assert "15 Dec 2026" in told[HEAD]
    assert "Dear" in told[HEAD]
    assert "15 ธ.ค. 2569" in told[OWNER]
    assert "วันอังคารที่ 15 ธันวาคม พ.ศ. 2569" in told[OWNER]
    assert "เร่งตรวจโรงงาน ลักลอบเผาอ้อย" in told[OWNER]
    assert "\n" not in mail.outbox[0].subject


@pytest.mark.parametrize(
    ("days", "who"), [(-7, OWNER), (0, HEAD), (15, INSPECTOR), (30, MANAGER)]
)
def test_every_link_of_a_mail_opens_for_its_reader(cast, follow_up, days, who):
    body = sent_on(after(days))[who]
    client = Client()
    client.force_login(cast[who])

    paths = LINK.findall(body)

    answers = [client.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert paths[0] == follow_up.get_absolute_url()
    assert "เร่งตรวจโรงงาน" in answers[0].content.decode()
    assert follow_up.ref in answers[1].content.decode()


def test_links_begin_with_the_address_that_was_set(cast, follow_up, settings):
    settings.SITE_URL = "https://inspection.example/"

    body = sent_on(after(0))[OWNER]

    assert f"https://inspection.example{follow_up.get_absolute_url()}" in body
    assert "127.0.0.1" not in body


def test_a_digest_tells_nothing_that_its_reader_may_not_see(
    cast, follow_up, kalasin_office, songkhla_office
):
    """Neither of a neighbour's, nor what was theirs until yesterday."""
    fields = {"given_on": after(-60), "due_on": DUE}
    others = [
        make_follow_up(office=office, text=f"ความลับ{place}", **fields)
        for place, office in (("กส", kalasin_office), ("สข", songkhla_office))
    ]
    own = sent_on(after(0))[OWNER]
    give_up_mail(cast[OWNER], weekdays=[1], digest_on=None)
    Reminder.objects.update(mailed_at=None)
    Assignment.objects.filter(user=cast[OWNER]).update(ends_on=after(6))

    assert all(one.ref not in own and one.text not in own for one in others)
    assert OWNER not in sent_on(after(7))


def test_a_text_cannot_write_a_head_of_the_mail(cast, khon_kaen_office):
    make_follow_up(
        office=khon_kaen_office,
        given_on=after(-60),
        due_on=DUE,
        text="x\r\nBcc: everybody@example.go.th",
    )

    sent_on(after(0))

    assert "Bcc" not in str(mail.outbox[0].message().items())
    assert mail.outbox[0].recipients() == [f"{OWNER}@example.go.th"]


def test_a_long_list_is_cut_and_leads_to_the_inbox(cast, khon_kaen_office):
    for _number in range(53):
        make_follow_up(office=khon_kaen_office, given_on=after(-60), due_on=DUE)

    body = sent_on(after(0))[OWNER]

    assert body.count("/follow-ups/F-") == 50
    assert "3" in body.splitlines()[-4]
    assert "/reminders/" in body.splitlines()[-4]


def test_a_digest_costs_the_same_whatever_it_lists(
    cast, khon_kaen_office, django_assert_max_num_queries
):
    for _number in range(12):
        make_follow_up(office=khon_kaen_office, given_on=after(-60), due_on=DUE)

    # Posts, zones, waiting, made, the new rows, readers; then six for each of two.
    with django_assert_max_num_queries(24):
        run(after(0))


# --- What one wants -----------------------------------------------------------------


def give_up_mail(user, **fields):
    ReminderChoice.objects.update_or_create(user=user, defaults=fields)


def test_who_has_no_address_gets_no_mail_but_finds_it_in_the_inbox(cast, follow_up):
    cast[OWNER].email = ""
    cast[OWNER].save()

    assert list(sent_on(after(0))) == [HEAD]
    assert Reminder.objects.visible_to(cast[OWNER]).count() == 1


def test_who_wants_no_mail_gets_none(cast, follow_up):
    give_up_mail(cast[OWNER], is_mailed=False)

    assert list(sent_on(after(0))) == [HEAD]
    assert Reminder.objects.filter(user=cast[OWNER]).count() == 1


def test_what_comes_on_another_day_waits_for_the_next_one_chosen(cast, follow_up):
    give_up_mail(cast[OWNER], weekdays=[3])

    told = {days: OWNER in sent_on(after(days)) for days in range(-7, 8)}

    # Due on a Tuesday; the first rung waits for Thursday, the second too.
    assert [days for days, got in told.items() if got] == [-5, 2]


def test_a_rung_that_waited_too_long_gives_way_to_the_next(cast, follow_up):
    give_up_mail(cast[OWNER], weekdays=[0])
    for days in (-7, -6, -5, -4, -3, -2):
        run(after(days))
    give_up_mail(cast[OWNER], weekdays=[3])
    for days in (-1, 0, 1):
        run(after(days))

    body = sent_on(after(2))[OWNER]

    assert body.count("/follow-ups/") == 1
    assert sent_on(after(9)) == {}


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        (["before"], [-7]),
        (["due"], [0]),
        (["late"], []),
        (["rhythm"], []),
        (["before", "due"], [-7, 0]),
    ],
)
def test_only_the_kinds_that_one_wants_are_mailed(cast, follow_up, kinds, told):
    give_up_mail(cast[OWNER], kinds=kinds)

    got = [days for days in range(-7, 20) if OWNER in sent_on(after(days))]

    assert got == told
    assert Reminder.objects.filter(user=cast[OWNER]).count() == 2


def test_nobody_gets_two_digests_on_one_day(cast, follow_up, khon_kaen_office):
    sent_on(after(0))
    make_follow_up(office=khon_kaen_office, given_on=after(-1), due_on=after(3))

    assert sent_on(after(0)) == {}
    assert list(sent_on(after(1))) == [OWNER]


# --- When the mail server fails -----------------------------------------------------


class OneFails(EmailBackend):
    """A mail server that hangs up on the head of the office."""

    def send_messages(self, messages):
        if any(HEAD in one.to[0] for one in messages):
            raise SMTPServerDisconnected("connection lost")
        return super().send_messages(messages)


def test_what_was_not_sent_is_told_and_tried_at_the_next_run(
    cast, follow_up, settings, capsys
):
    usual = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.OneFails"
    with pytest.raises(SystemExit) as ended:
        call_command("send_reminders", "--day", str(after(0)))
    said = capsys.readouterr()
    settings.EMAIL_BACKEND = usual

    again = sent_on(after(0))

    assert ended.value.code == 1
    assert said.out == "reminders: 2 made, digests: 1 sent, 1 failed\n"
    assert HEAD in said.err
    assert list(again) == [HEAD]


def test_an_address_that_is_none_fails_alone(cast, follow_up):
    type(cast[OWNER]).objects.filter(pk=cast[OWNER].pk).update(email="a\nb@c.example")
    mail.outbox.clear()

    with pytest.raises(SystemExit):
        run(after(0))

    assert [one.to[0].partition("@")[0] for one in mail.outbox] == [HEAD]
