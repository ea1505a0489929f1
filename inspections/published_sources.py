"""What the short names of published sources mean, and where they are read."""

from collections.abc import Mapping, Sequence
from html import escape

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.models.series import PRESS, PRESS_PAGE

#: Newspapers and broadcasters by what stands before the number of an article.
PAPERS: Mapping[str, "str | Promise"] = {
    "acnews": gettext_lazy("AC News"),
    "matichon": gettext_lazy("Matichon"),
    "mgronline": gettext_lazy("MGR Online"),
    "Thai PBS": gettext_lazy("Thai PBS"),
}


def source_words(source: str) -> str:
    """A source in words: `Matichon, article 5439613`; as it is, if it says enough."""
    if source.startswith(PRESS):
        return _("Government press %(number)s") % {"number": source}
    paper, _space, number = source.rpartition(" ")
    if paper not in PAPERS:
        return source
    words = _("%(paper)s, article %(number)s")
    return words % {"paper": PAPERS[paper], "number": number}


def drawn_sources(sources: Sequence[str]) -> str:
    """Sources as HTML: what kind each is; a press text of the government is a link."""
    press = [source for source in sources if source.startswith(PRESS)]
    others = [escape(source_words(source)) for source in sources if source not in press]
    if press:
        links = ", ".join(map(_link, press))
        words = escape(_("Government press (thaigov.go.th): %(numbers)s"))
        others.insert(0, words % {"numbers": links})
    return f"<span>{'<br>'.join(others)}</span>" if others else ""


def _link(source: str) -> str:
    address = escape(PRESS_PAGE + source.removeprefix(PRESS))
    return f'<a class="nowrap" href="{address}" rel="noreferrer">{escape(source)}</a>'
