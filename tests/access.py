"""Who may open what: every address × role × place × state × method, as data.

`TABLE` has one row for each URL name. A row says which methods an address
answers and, in `allow(...)` lines, who gets an answer; the first line that fits
counts. What no line allows is refused in one of three ways, never in another:

* somebody not signed in is sent to sign in, by any method;
* another method than the row's is 405, whoever asks;
* else it is 404, as for an address that does not exist.

A line's status holds for all methods of the row unless it names one itself:
`allow(WRITERS, "planned", POST=422)` gives 200, and 422 to a post without
content. `when` lists words that must stand in the object's label: its state and
its place, as in `planned here`.

The lines speak of Khon Kaen ("here"). What somebody is for an object of another
place is said once, in `AS_SEEN_FROM`: for a visit to Songkhla the inspector of
zone 12 stands where the stranger stands for one to Khon Kaen.

`/admin/` is no part of the table: it is for superusers, whatever its addresses
are called. The sign-in pages of `/accounts/` stand in `SIGN_IN_PAGES`.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

ROLES = {
    "anonymous": "not signed in",
    "nobody": "signed in, assigned to nothing",
    "inspector": "inspector of zone 12, in which Khon Kaen lies",
    "assistant": "assistant inspector of zone 12",
    "lead": "inspector of zone 5 who leads the visits to Khon Kaen",
    "former": "went along on these visits, is assigned to nothing any more",
    "officer": "officer of the Khon Kaen office",
    "head": "head of the Khon Kaen office",
    "neighbour": "officer of the Kalasin office, in zone 12 too",
    "stranger": "inspector of zone 5, in which Songkhla lies",
    "manager": "manager of the ministry",
    "superuser": "superuser: manager and administrator",
}
#: Who asks on PostgreSQL, too: one of each way in which rows are found. What the
#: pages say to the others is asked on SQLite; EVERY_ROLE=1 asks for all on both.
ON_POSTGRESQL = ("lead", "officer", "stranger", "manager")
ASKS_FEWER = os.environ.get("DATABASE_URL", "").startswith(
    "postgres"
) and not os.environ.get("EVERY_ROLE")


def asking(*roles: str) -> list[str]:
    """Those of the roles who ask on this database; one of them at least."""
    fewer = [role for role in roles if role in ON_POSTGRESQL] or [*roles[:1]]
    return fewer if ASKS_FEWER else [*roles]


#: Stands for 302 to the sign-in page that leads back here.
SIGN_IN = 0
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

ANYONE = frozenset(ROLES)
SIGNED_IN = ANYONE - {"anonymous"}
#: Who prepares and writes visits here; `former` only reads them.
MANAGERS = frozenset({"manager", "superuser"})
FIELD = frozenset({"inspector", "assistant"})
WRITERS = FIELD | MANAGERS | {"lead"}
READERS = WRITERS | {"former"}
#: The inspected office.
OFFICE = frozenset({"officer", "head"})
#: Who takes the steps that decide.
INSPECTORS = frozenset({"inspector", "lead"})
#: Who has to do with a place: with its office's report and its issues.
OF_THE_PLACE = FIELD | MANAGERS | OFFICE
#: Who judges what the office reports.
REVIEWERS = frozenset({"inspector"}) | MANAGERS
#: Who is assigned to any place at all.
PLACED = OF_THE_PLACE | {"lead", "stranger", "neighbour"}

#: Where an object lies: the roles that stand there in another's place.
AS_SEEN_FROM: Mapping[str, Mapping[str, str]] = {
    "here": {},
    # Inspects the Khon Kaen and the Kalasin office.
    "shared": {"neighbour": "officer"},
    # In Khon Kaen, but to another office than that of our officer and head.
    "agency": {"officer": "neighbour", "head": "neighbour"},
    # Of a shared visit, but only Kalasin's.
    "next-door": {"officer": "neighbour", "head": "neighbour", "neighbour": "officer"},
    # Songkhla's.
    "elsewhere": {
        "inspector": "stranger",
        "assistant": "stranger",
        "stranger": "inspector",
        "lead": "inspector",
        "former": "nobody",
        "officer": "neighbour",
        "head": "neighbour",
    },
}

READ = "GET HEAD"
FORM = "GET HEAD POST"
POST = "POST"


@dataclass(frozen=True)
class Allowed:
    """A line of a row: who gets which status, for objects with these words."""

    who: frozenset[str]
    words: frozenset[str]
    status: int
    by_method: Mapping[str, int]

    def answer(self, method: str) -> int:
        """The status of a request by this method."""
        return self.by_method.get("GET" if method == "HEAD" else method, self.status)


def allow(
    who: frozenset[str], when: str = "", status: int = 200, **by_method: int
) -> Allowed:
    """One line; see the module's docstring."""
    return Allowed(who, frozenset(when.split()), status, by_method)


@dataclass(frozen=True)
class Row:
    """One URL name. `on` is the kind of object its address names."""

    methods: str
    lines: tuple[Allowed, ...]
    on: str = ""

    def answer(self, role: str, label: str, method: str) -> int:
        """What `role` gets by `method` for the object with this label."""
        place = label.split()[-1] if label else "here"
        standing = AS_SEEN_FROM[place].get(role, role)
        fitting = (line for line in self.lines if standing in line.who)
        line = next((n for n in fitting if n.words <= {*label.split()}), None)
        is_public = any("anonymous" in line.who for line in self.lines)
        if role == "anonymous" and not is_public:
            return SIGN_IN
        if method not in self.methods.split():
            return 405
        return line.answer(method) if line else 404


def row(methods: str, *lines: Allowed, on: str = "") -> Row:
    """A row of the table."""
    return Row(methods, lines, on)


_OPEN_TO_ALL = row(READ, allow(SIGNED_IN))
#: Who went on a visit reads what it reported, wherever they are assigned.
_ISSUE_READ = (allow(OF_THE_PLACE), allow(READERS, "visit"))
#: What a visit gives is known to all who see it whole, and to whom it is addressed.
_FOLLOW_UP_READ = (allow(READERS | OFFICE, "visit"), allow(OF_THE_PLACE, "alone"))
#: Who may name complainants and, with a reason, ask who they are.
_ASKERS = OFFICE | {"inspector"}


def _asked(status: int) -> tuple[Allowed, Allowed]:
    """The lines of what can be done with a complainant."""
    return (
        allow(_ASKERS, "filed", status=status),
        allow(frozenset({"inspector"}), "taken", status=status),
    )


TABLE: Mapping[str, Row] = {
    "home": _OPEN_TO_ALL,
    "account": _OPEN_TO_ALL,
    "set_language": row(POST, allow(ANYONE, status=302)),
    "healthz_live": row(READ, allow(ANYONE)),
    "healthz_ready": row(READ, allow(ANYONE)),
    # --- Reference: open to everyone signed in; what hangs on it is scoped --------
    "regions:zone_list": _OPEN_TO_ALL,
    "regions:zone_detail": row(READ, allow(SIGNED_IN), on="zone"),
    "regions:province_list": _OPEN_TO_ALL,
    "regions:province_detail": row(READ, allow(SIGNED_IN), on="province"),
    "regions:office_list": _OPEN_TO_ALL,
    "regions:office_detail": row(READ, allow(SIGNED_IN), on="office"),
    "regions:site_list": _OPEN_TO_ALL,
    "regions:site_detail": row(READ, allow(SIGNED_IN), on="site"),
    "regions:site_history": row(READ, allow(SIGNED_IN), on="site"),
    "regions:site_new": row(FORM, allow(PLACED, POST=422)),
    # What isn't sent stays as it is.
    "regions:site_edit": row(FORM, allow(OF_THE_PLACE, POST=302), on="site"),
    "regions:site_merge": row(FORM, allow(MANAGERS, POST=422), on="site"),
    "inspections:series_list": _OPEN_TO_ALL,
    "inspections:series_detail": row(READ, allow(SIGNED_IN), on="series"),
    "inspections:field_list": _OPEN_TO_ALL,
    "networks:network_list": _OPEN_TO_ALL,
    "networks:network_detail": row(READ, allow(SIGNED_IN), on="network"),
    "networks:network_new": row(FORM, allow(PLACED, POST=422)),
    "networks:network_edit": row(FORM, allow(OF_THE_PLACE, POST=422), on="network"),
    # --- Visits -------------------------------------------------------------------
    "inspections:visit_list": _OPEN_TO_ALL,
    "inspections:visit_new": row(FORM, allow(WRITERS | {"stranger"}, POST=422)),
    "inspections:visit_detail": row(READ, allow(READERS | OFFICE), on="visit"),
    # Too late for it, a form leads back to the visit; what was sent is kept: 409.
    "inspections:visit_edit": row(
        FORM,
        allow(WRITERS, "planned", POST=422),
        allow(WRITERS, GET=302, POST=409),
        on="visit",
    ),
    "inspections:visit_record": row(
        FORM,
        allow(WRITERS, "in_progress", POST=422),
        allow(WRITERS, "returned", POST=422),
        allow(WRITERS, GET=302, POST=409),
        on="visit",
    ),
    # Tells of today: not for whoever went along once.
    "inspections:visit_brief": row(READ, allow(WRITERS), on="visit"),
    # All its steps, by every state and role, are in test_visit_steps.py.
    "inspections:visit_step": row(
        POST,
        allow(INSPECTORS, "planned", status=302),
        allow(INSPECTORS, status=409),
        allow(READERS, status=403),
        on="visit_step",
    ),
    # Without content it isn't said what came of it.
    "inspections:visit_look": row(
        POST,
        allow(INSPECTORS | MANAGERS, "in_progress", status=422),
        allow(INSPECTORS | MANAGERS, status=409),
        allow(READERS, status=403),
        on="visit_left",
    ),
    # Without content it isn't said on which day; taking it back needs no content.
    "inspections:visit_sight": row(
        POST,
        allow(WRITERS, "in_progress", status=422),
        allow(WRITERS, status=409),
        allow(READERS, status=403),
        on="visit_seen",
    ),
    "inspections:visit_unsight": row(
        POST,
        allow(WRITERS, "in_progress", status=302),
        allow(WRITERS, status=409),
        allow(READERS, status=403),
        on="visit_seen",
    ),
    "inspections:visit_history": row(READ, allow(READERS), on="visit"),
    "inspections:visit_file": row(
        READ, allow(READERS), allow(OFFICE, "signed_off here"), on="visit_file"
    ),
    "inspections:staged_file": row(READ, allow(frozenset({"inspector"})), on="upload"),
    # --- Rounds: open to everyone signed in; only managers change them -----------
    "inspections:round_list": _OPEN_TO_ALL,
    "inspections:round_new": row(FORM, allow(MANAGERS, POST=422)),
    "inspections:round_detail": row(READ, allow(SIGNED_IN), on="round"),
    "inspections:round_history": row(READ, allow(SIGNED_IN), on="round"),
    "inspections:round_topics": row(READ, allow(SIGNED_IN), on="round"),
    "inspections:round_summary": row(READ, allow(PLACED), on="round"),
    "inspections:round_edit": row(
        FORM,
        allow(MANAGERS, "closed", GET=302, POST=409),
        # What isn't sent stays as it is.
        allow(MANAGERS, POST=302),
        on="round",
    ),
    "inspections:topic_new": row(
        FORM,
        allow(MANAGERS, "closed", GET=302, POST=409),
        allow(MANAGERS, POST=422),
        on="round",
    ),
    "inspections:topic_edit": row(
        FORM,
        allow(MANAGERS, "closed", GET=302, POST=409),
        allow(MANAGERS, "planned", POST=422),
        # Once opened, nothing is left that must be sent.
        allow(MANAGERS, POST=302),
        on="topic",
    ),
    # One of which something was submitted stays; of a closed round each.
    "inspections:topic_remove": row(
        POST,
        allow(MANAGERS, "closed", status=409),
        allow(MANAGERS, "accepted", status=409),
        allow(MANAGERS, status=302),
        on="topic",
    ),
    # All their steps, by every state and role, are in test_*_steps.py.
    "inspections:round_step": row(
        POST,
        allow(MANAGERS, "open", status=302),
        allow(MANAGERS, status=409),
        allow(SIGNED_IN, status=403),
        on="round_step",
    ),
    # --- Reports: the office's own and those of the provinces one goes out to -----
    "inspections:report_list": _OPEN_TO_ALL,
    "inspections:section_list": _OPEN_TO_ALL,
    "inspections:report_detail": row(READ, allow(OF_THE_PLACE), on="report"),
    "inspections:report_history": row(READ, allow(OF_THE_PLACE), on="report"),
    "inspections:report_step": row(
        POST,
        allow(REVIEWERS, "open", status=302),
        allow(REVIEWERS, status=409),
        allow(OF_THE_PLACE, status=403),
        on="report_step",
    ),
    "inspections:section_history": row(READ, allow(OF_THE_PLACE), on="section"),
    # What was never sent, or was removed since, is the office's alone.
    "inspections:section_file": row(
        READ,
        allow(OFFICE),
        allow(OF_THE_PLACE, "submitted"),
        allow(OF_THE_PLACE, "returned"),
        allow(OF_THE_PLACE, "accepted"),
        on="section_file",
    ),
    "inspections:section_edit": row(
        FORM,
        *(
            allow(OFFICE, standing, POST=422)
            for standing in ("draft", "returned", "withdrawn", "unsaved")
        ),
        allow(OFFICE, GET=302, POST=409),
        allow(OF_THE_PLACE, GET=302, POST=403),
        on="section",
    ),
    "inspections:section_step": row(
        POST,
        *(
            allow(OFFICE, standing, status=302)
            for standing in ("draft", "returned", "withdrawn")
        ),
        # Of two in one office, one has typed something and not saved it.
        allow(frozenset({"officer"}), "unsaved", status=422),
        allow(OFFICE, "unsaved", status=302),
        allow(OFFICE, status=409),
        allow(OF_THE_PLACE, status=403),
        on="section_step",
    ),
    # --- Reported issues ----------------------------------------------------------
    "inspections:issue_list": _OPEN_TO_ALL,
    "inspections:issue_new": row(FORM, allow(PLACED, POST=422)),
    # Compares what is typed; keeps nothing.
    "inspections:issue_likely": row(POST, allow(PLACED)),
    "inspections:issue_detail": row(READ, *_ISSUE_READ, on="issue"),
    "inspections:issue_history": row(READ, *_ISSUE_READ, on="issue"),
    "inspections:issue_file": row(READ, *_ISSUE_READ, on="issue_file"),
    "inspections:issue_edit": row(
        FORM,
        allow(OF_THE_PLACE, "reported", POST=422),
        allow(WRITERS, "reported visit", POST=422),
        allow(OF_THE_PLACE, "in_hand", POST=422),
        allow(OF_THE_PLACE, GET=302, POST=409),
        allow(WRITERS, "visit", GET=302, POST=409),
        on="issue",
    ),
    "inspections:issue_step": row(
        POST,
        allow(frozenset({"inspector"}) | OFFICE, "reported", status=302),
        allow(INSPECTORS, "reported visit", status=302),
        allow(frozenset({"inspector"}) | OFFICE, status=409),
        allow(INSPECTORS, "visit", status=409),
        allow(OF_THE_PLACE, status=403),
        allow(READERS, "visit", status=403),
        on="issue_step",
    ),
    # Who complained: of what an inspector took not even the office knows.
    "inspections:complainant_new": row(FORM, allow(_ASKERS, POST=422), on="issue"),
    "inspections:complainant_detail": row(READ, *_asked(200), on="complainant"),
    "inspections:complainant_reveal": row(POST, *_asked(422), on="complainant"),
    "inspections:complainant_edit": row(POST, *_asked(422), on="complainant"),
    "inspections:complainant_anonymise": row(POST, *_asked(422), on="complainant"),
    # --- What visits brought in ---------------------------------------------------
    "inspections:follow_up_list": _OPEN_TO_ALL,
    "inspections:follow_up_print": _OPEN_TO_ALL,
    "inspections:follow_up_new": row(
        FORM, allow(INSPECTORS | MANAGERS | {"stranger"}, POST=422)
    ),
    "inspections:follow_up_adopt": row(FORM, allow(MANAGERS, POST=422)),
    # What isn't sent stays as it is.
    "inspections:response_times_edit": row(FORM, allow(MANAGERS, POST=302)),
    "inspections:follow_up_detail": row(READ, *_FOLLOW_UP_READ, on="follow_up"),
    "inspections:follow_up_history": row(READ, *_FOLLOW_UP_READ, on="follow_up"),
    "inspections:follow_up_file": row(READ, allow(OF_THE_PLACE), on="follow_up_file"),
    # Whose act it is not is led back by a GET and told why.
    "inspections:follow_up_answer": row(
        FORM,
        allow(OFFICE, "answered", GET=302, POST=409),
        allow(OFFICE, "verified", GET=302, POST=409),
        allow(OFFICE, POST=422),
        allow(READERS, "visit", GET=302, POST=403),
        allow(OF_THE_PLACE, "alone", GET=302, POST=403),
        on="follow_up",
    ),
    "inspections:follow_up_redate": row(
        FORM,
        allow(REVIEWERS, "answered", GET=302, POST=409),
        allow(REVIEWERS, "verified", GET=302, POST=409),
        allow(REVIEWERS, "imported", GET=302, POST=409),
        allow(REVIEWERS | {"lead"}, "visit", POST=422),
        allow(REVIEWERS, "alone", POST=422),
        allow(READERS | OFFICE, "visit", GET=302, POST=403),
        allow(OF_THE_PLACE, "alone", GET=302, POST=403),
        on="follow_up",
    ),
    "inspections:follow_up_step": row(
        POST,
        allow(OFFICE, "in_progress", status=409),
        allow(OFFICE, "answered", status=409),
        allow(OFFICE, "verified", status=409),
        allow(OFFICE, status=302),
        allow(READERS, "visit", status=403),
        allow(OF_THE_PLACE, "alone", status=403),
        on="follow_up_step",
    ),
    # --- Reminders: everybody's own -------------------------------------------------
    "inspections:reminder_list": _OPEN_TO_ALL,
    "inspections:reminder_settings": row(FORM, allow(SIGNED_IN, POST=302)),
    "inspections:reminder_read_all": row(POST, allow(SIGNED_IN, status=302)),
    "inspections:reminder_read": row(
        POST, allow(frozenset({"officer"}), status=302), on="reminder"
    ),
    "inspections:handover_new": row(FORM, allow(MANAGERS, POST=422)),
    "networks:meeting_list": _OPEN_TO_ALL,
    "networks:meeting_detail": row(
        READ,
        allow(READERS, "draft"),
        allow(READERS, "placeless"),
        allow(READERS | OFFICE, "released"),
        allow(FIELD | MANAGERS | OFFICE, "alone"),
        on="meeting",
    ),
    "networks:meeting_new": row(FORM, allow(PLACED, POST=422)),
    # One held at a visit is changed in the visit's record, to which it leads.
    "networks:meeting_edit": row(
        FORM,
        allow(READERS, "draft", status=302),
        allow(READERS, "placeless", status=302),
        allow(READERS | OFFICE, "released", status=302),
        allow(OF_THE_PLACE, "alone", POST=422),
        on="meeting",
    ),
    # What was promised at a visit is issued with the visit.
    "networks:meeting_promises": row(
        POST,
        allow(READERS, "draft", status=409),
        allow(READERS, "placeless", status=409),
        allow(READERS | OFFICE, "released", status=409),
        allow(REVIEWERS, "alone", status=302),
        allow(OF_THE_PLACE, "alone", status=403),
        on="meeting",
    ),
}

#: The pages of django-allauth under `/accounts/`: what a GET gives to somebody
#: not signed in, and to everybody else. No method writes a row (signing out
#: ends the session only), and none fails.
SIGN_IN_PAGES: Mapping[str, tuple[int, int]] = {
    "account_login": (200, 302),
    "account_logout": (302, 200),
    "account_signup": (200, 302),  # tells that there is none
    "account_inactive": (200, 200),
    "account_reauthenticate": (SIGN_IN, 200),
    "account_email": (SIGN_IN, 200),
    "account_email_verification_sent": (200, 200),
    "account_confirm_email": (200, 200),
    "account_confirm_login_code": (302, 302),
    "account_change_password": (SIGN_IN, 200),
    "account_set_password": (SIGN_IN, 302),
    "account_reset_password": (200, 200),
    "account_reset_password_done": (200, 200),
    "account_reset_password_from_key": (200, 200),
    "account_reset_password_from_key_done": (200, 200),
}
ACCOUNTS = "/accounts/"

#: Django's admin. Somebody not signed in goes to our sign-in page; who is signed
#: in, but no superuser, gets nothing there; its own sign-in page is never shown.
ADMIN = "/admin/"


@dataclass(frozen=True)
class Cell:
    """One request of the table and its expected answer."""

    name: str
    role: str
    label: str
    method: str
    expected: int

    def line(self, status: int) -> str:
        """The cell as one readable line, with a status."""
        words = "sign-in" if status == SIGN_IN else str(status)
        place = f" {self.label.replace(' ', '-')}" if self.label else ""
        name = self.name.rpartition(":")[2]
        return f"{name} {self.role}{place} {self.method} -> {words}"


def cells(name: str, role: str, labels: Iterable[str]) -> Iterator[Cell]:
    """All cells of one URL name and role, for objects with these labels.

    Methods that the row refuses, and HEAD, are tried on one object of each place.
    """
    found: Row = TABLE[name]
    tried: list[list[str]] = []
    for label in labels:
        place = label.split()[-1:]
        answered = [m for m in found.methods.split() if m != "HEAD"]
        methods = answered if place in tried else METHODS
        tried.append(place)
        for method in methods:
            expected = found.answer(role, label, method)
            yield Cell(name, role, label, method, expected)
