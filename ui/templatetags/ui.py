"""Template tags and filters of every page; built in, so no page loads them."""

import datetime as dt
import re
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from thai.areas import format_area
from thai.dates import (
    Style,
    format_date,
    format_datetime,
    format_range,
    format_time,
)
from ui.faults import CONFIRM, Fault, Part, find_faults
from ui.widgets import reader_language

register = template.Library()

TONES = frozenset({"todo", "doing", "done", "late", "neutral"})
EMPTY_LINE = re.compile(r"\n\s*\n")


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return timezone.localdate(value)
    return value if isinstance(value, dt.date) else None


def _date(value: Any, style: Style) -> str:
    day = _day(value)
    return format_date(day, style, reader_language()) if day else ""


@register.filter
def be(value: Any) -> str:
    """Write a day: `1 มีนาคม 2566`, in English `1 March 2023`."""
    return _date(value, "long")


@register.filter
def be_short(value: Any) -> str:
    """Write a day shortly: `1 มี.ค. 2566`, in English `1 Mar 2023`."""
    return _date(value, "short")


@register.filter
def be_full(value: Any) -> str:
    """Write a day formally: `วันพุธที่ 1 มีนาคม พ.ศ. 2566`."""
    return _date(value, "full")


@register.filter
def be_time(value: Any) -> str:
    """Write a time of day: `14.00 น.`, in English `14:00`."""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).time()
    return format_time(value, reader_language()) if isinstance(value, dt.time) else ""


@register.filter
def be_datetime(value: Any) -> str:
    """Write a moment in Bangkok's time: `1 มี.ค. 2566 14.00 น.`."""
    if not isinstance(value, dt.datetime):
        return ""
    return format_datetime(value, "short", reader_language())


@register.filter
def be_range(first: Any, last: Any) -> str:
    """Write a span of days: `{{ visit.starts_on|be_range:visit.ends_on }}`."""
    start, end = _day(first), _day(last)
    if start is None:
        return _date(last, "short")
    return format_range(start, end, "short", reader_language())


@register.filter
def land_area(square_wa: Any) -> str:
    """Write an area in square wa as land is told: `3 ไร่ 2 งาน 50 ตารางวา`."""
    return "" if square_wa is None else format_area(square_wa, reader_language())


@register.filter
def paragraphs(text: Any) -> SafeString:
    """Show typed text with its lines and paragraphs kept."""
    blocks = EMPTY_LINE.split(str(text or "").strip())
    return format_html_join("", "<p>{}</p>", ((_lines(b),) for b in blocks if b))


def _lines(block: str) -> SafeString:
    escaped = [str(conditional_escape(line)) for line in block.splitlines()]
    return mark_safe("<br>".join(escaped))  # noqa: S308 - each line is escaped


@register.filter
def faults_of_all(form: BaseForm) -> list[str]:
    """What is wrong with a form and none of its fields; a question is nothing wrong."""
    errors = form.non_field_errors().as_data() if form.is_bound else []
    return [e.messages[0] for e in errors if e.code != CONFIRM]


@register.simple_tag
def status(value: Any, tone: str = "") -> SafeString:
    """Show a state as a tag: its words, and a colour that only repeats them.

    `value` is text, or something with a `label` and perhaps a `tone`.
    """
    tone = tone or getattr(value, "tone", "")
    return status_tag(str(getattr(value, "label", value)), str(tone))


@lru_cache(maxsize=512)
def status_tag(text: str, tone: str) -> SafeString:
    """Draw a state's tag; an unknown tone is neutral."""
    known = tone if tone in TONES else "neutral"
    return format_html('<span class="status status--{}">{}</span>', known, text)


@register.simple_tag
def count(number: int, url: str, text: Any = "") -> SafeString:
    """Show a number as the link to just the rows it counts, 0 as well.

    `text` tells those who don't see the page what is counted.
    """
    # Written out: a list may have two hundred of them.
    said = escape(str(text))
    hidden = f'<span class="visually-hidden"> {said}</span>' if said else ""
    link = f'<a class="count" href="{escape(url)}">{number:,}{hidden}</a>'
    return mark_safe(link)  # noqa: S308 - text and address are escaped


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite; words beside it must say the same."""
    return icon_svg(name)


@lru_cache(maxsize=128)
def icon_svg(name: str) -> SafeString:
    """Draw an icon of the sprite, hidden from who cannot see it."""
    return format_html(
        '<svg class="icon" width="20" height="20" aria-hidden="true">'
        '<use href="{}#{}"/></svg>',
        static("vendor/tabler/sprite.svg"),
        name,
    )


SHEETS = ("base", "layout", "components")


@register.simple_tag
@lru_cache(maxsize=1)
def frame_assets() -> SafeString:
    """Name the style sheets, font and icon of every page; the same for all."""
    sheets = [f"css/{name}.css" for name in SHEETS]
    return render_to_string("ui/_assets.html", {"sheets": sheets})


@register.simple_tag
def frame_brand() -> SafeString:
    """Draw the mark and name of the system, leading home."""
    return _brand(reader_language())


@lru_cache(maxsize=2)
def _brand(_language: str) -> SafeString:
    return render_to_string("ui/_brand.html", {"home": reverse("home")})


@register.simple_tag
def script(*names: str) -> SafeString:
    """Load modules of static/js: `{% script "rows" "sending" %}`."""
    tag = '<script type="module" src="{}"></script>'
    return format_html_join("\n", tag, ((static(f"js/{n}.js"),) for n in names))


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Draw a field with its label, hint and faults; of a hidden one the control."""
    return bound.as_widget() if bound.is_hidden else bound.as_field_group()


@register.inclusion_tag("ui/_error_summary.html")
def error_summary(*parts: Part) -> dict[str, list[Fault] | bool]:
    """List what is wrong in these forms and formsets, each leading to its place.

    Where nothing is wrong and something only has to be confirmed, it says so.
    """
    faults = find_faults(*parts)
    return {"faults": faults, "only_asks": _only_asks(faults)}


def _only_asks(faults: list[Fault]) -> bool:
    return all(fault.is_question for fault in faults)


@register.simple_tag
def error_prefix(*parts: Part) -> str:
    """Begin the page's title with "Error:" when something is wrong in a form."""
    faults = find_faults(*parts)
    if not faults:
        return ""
    return f"{_('Please confirm:') if _only_asks(faults) else _('Error:')} "


@register.simple_tag(takes_context=True)
def url_with(context: RequestContext, **changes: Any) -> str:
    """Give this page's query with some values changed; None takes one out.

    The page number goes unless it is given: another filter, another first page.
    """
    query = context["request"].GET.copy()
    for name, value in {"page": None, **changes}.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_block_tag(takes_context=True)
def panel(
    context: RequestContext, content: str, title: Any, key: str = "", count: Any = None
) -> SafeString:
    """Frame content as a section with a heading; `key` becomes its id."""
    inside = {"content": content, "title": title, "key": key, "count": count}
    part = context.template.engine.get_template("ui/_panel.html")  # type: ignore[union-attr]
    return part.render(template.Context(inside))
