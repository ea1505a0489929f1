"""What a submitted version of a report's section holds, as plain values."""

from collections.abc import Iterable
from typing import Any

from audit.models import Attachment
from audit.records import plain
from inspections.models import Figure, ReportSection

TEXTS = ("narrative", "obstacles", "needs")
FIGURE_FIELDS = (
    "name",
    "value",
    "minimum",
    "maximum",
    "qualifier",
    "unit",
    "as_of",
)


def content_of(section: ReportSection) -> dict[str, Any]:
    """The section as it stands: texts, figures and files."""
    return content(section, section.figures.all(), Attachment.objects.about(section))


def content(
    section: ReportSection, figures: Iterable[Figure], files: Iterable[Attachment]
) -> dict[str, Any]:
    """The section with these figures and files."""
    return {
        **{name: getattr(section, name) for name in TEXTS},
        "figures": [_figure(figure) for figure in figures],
        "files": [
            {
                "name": file.original_name,
                "caption": file.caption,
                "sha256": file.sha256,
            }
            for file in files
        ],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    values = {name: plain(getattr(figure, name)) for name in FIGURE_FIELDS}
    values["value"] = figure.printed or values["value"]
    code = figure.indicator.code if figure.indicator else ""
    return {"indicator": code, **values}
