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
    "networks:network_list": _OPEN_TO_ALL,
    "networks:network_detail": row(READ, allow(SIGNED_IN), on="network"),
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
    # All its steps, by every state and role, are in test_visit_steps.py.
    "inspections:visit_step": row(
        POST,
        allow(INSPECTORS, "planned", status=302),
        allow(INSPECTORS, status=409),
        allow(READERS, status=403),
        on="visit_step",
    ),
    "inspections:visit_history": row(READ, allow(READERS), on="visit"),
    "inspections:visit_file": row(
        READ, allow(READERS), allow(OFFICE, "signed_off here"), on="visit_file"
    ),
    "inspections:staged_file": row(READ, allow(frozenset({"inspector"})), on="upload"),
    # --- What visits brought in ---------------------------------------------------
    "inspections:follow_up_list": _OPEN_TO_ALL,
    "inspections:follow_up_detail": row(
        READ,
        allow(READERS | OFFICE, "visit"),
        allow(FIELD | MANAGERS | OFFICE, "alone"),
        on="follow_up",
    ),
    "networks:meeting_list": _OPEN_TO_ALL,
    "networks:meeting_detail": row(
        READ,
        allow(READERS, "draft"),
        allow(READERS, "placeless"),
        allow(READERS | OFFICE, "released"),
        allow(FIELD | MANAGERS | OFFICE, "alone"),
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
