"""Total orders of a list, and going on from any row of one at the same cost."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import BooleanField, F, Field, Func, Model, Q, QuerySet, Value
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import OrderBy

Row = tuple[Any, ...]


@dataclass(frozen=True)
class SortKey:
    """One column of an order; `path` may lead over foreign keys."""

    path: str
    field: Field
    descending: bool
    nullable: bool

    @classmethod
    def read(cls, model: type[Model], term: str, filled: Collection[str] = ()) -> Self:
        """Read `-zone__number`. Raises FieldDoesNotExist for what isn't stored."""
        path = term.removeprefix("-")
        nullable, at = False, model
        for part in path.split(LOOKUP_SEP):
            field: Any = at._meta.pk if part == "pk" else at._meta.get_field(part)
            nullable = nullable or field.null
            at = field.related_model or at
        nullable = nullable and path not in filled
        return cls(path, field, term.startswith("-"), nullable)

    def expression(self, *, nulls_last: bool = False) -> OrderBy:
        """Order by it."""
        last = True if nulls_last and self.nullable else None
        column = F(self.path)
        if self.descending:
            return column.desc(nulls_last=last)
        return column.asc(nulls_last=last)

    @property
    def identifies(self) -> bool:
        """Whether no two rows of the list share a value."""
        unique = self.field.unique and not self.nullable
        return unique and LOOKUP_SEP not in self.path


class Position(NamedTuple):
    """Where a page ends: its number and the sort values of its last row."""

    page: int
    values: Row


class Order:
    """A total order of a model's rows: declared columns, then the primary key.

    Nulls come last both ways. `name` is what the address calls it
    (`-starts_on`). Each order a page offers needs an index over exactly its
    columns; a plain one serves both ways. Databases put nulls at different
    ends, so rows with a null in the first column are a stretch of their own,
    asked for only where the others end. `filled` names columns that may be null
    but are not in any row of the list.
    """

    def __init__(
        self,
        model: type[Model],
        name: str,
        terms: Iterable[str],
        filled: Collection[str] = (),
    ) -> None:
        keys = [SortKey.read(model, term, filled) for term in terms]
        if not any(key.identifies for key in keys):
            # In the last column's direction, so that one index serves both ways.
            sign = "-" if keys and keys[-1].descending else ""
            keys.append(SortKey.read(model, f"{sign}pk"))
        self.name = name
        self.keys = tuple(keys)

    @property
    def has_blanks(self) -> bool:
        """Whether rows may stand behind all others for want of a value."""
        return self.keys[0].nullable

    def first(self, rows: QuerySet[Any], start: int, size: int) -> list[Row]:
        """At most `size` rows from the `start`th on: key first, then sort values.

        One query, and a second or third one only where the nulls begin.
        """
        ordered, path = self._sorted(rows), self.keys[0].path
        if not self.has_blanks:
            return list(ordered[start : start + size])
        known = ordered.filter(**{f"{path}__isnull": False})
        found = list(known[start : start + size])
        if len(found) == size:
            return found
        skipped = start - known.count() if start and not found else 0
        blank = ordered.filter(**{f"{path}__isnull": True})
        return found + list(blank[skipped : skipped + size - len(found)])

    def after(self, rows: QuerySet[Any], values: Row, size: int) -> list[Row]:
        """At most `size` rows behind the one with these sort values.

        One query, and a second one only where the nulls begin.
        """
        found: list[Row] = []
        for condition in _behind(self.keys, values):
            wanted = size - len(found)
            found += self._sorted(rows.filter(condition))[:wanted]
            if len(found) == size:
                break
        return found

    def chunks(self, rows: QuerySet[Any], size: int) -> Iterator[list[Any]]:
        """The primary keys of all rows in order, `size` at a time."""
        found = self.first(rows, 0, size)
        while found:
            yield [row[0] for row in found]
            last = found[-1][1:]
            found = self.after(rows, last, size) if len(found) == size else []

    def token(self, page: int, row: Row) -> str:
        """Write the position behind `row`, the last one of `page`, for an address."""
        values = [None if value is None else str(value) for value in row[1:]]
        return self._signer.sign_object([page, *values])

    def position(self, token: str) -> Position | None:
        """Read a token; None if it isn't one, or one of another order."""
        try:
            page, *texts = self._signer.unsign_object(token)
            pairs = zip(self.keys, texts, strict=True)
            return Position(page, tuple(key.field.to_python(t) for key, t in pairs))
        except (BadSignature, ValidationError, ValueError, TypeError):
            return None

    @property
    def _signer(self) -> Signer:
        # The columns too: a token from before an order was changed is of no use.
        columns = ",".join(key.path for key in self.keys)
        return Signer(salt=f"{__name__}:{self.name}:{columns}")

    def _sorted(self, rows: QuerySet[Any]) -> QuerySet[Any, Row]:
        first, *others = self.keys
        terms = [key.expression(nulls_last=True) for key in others]
        paths = (key.path for key in self.keys)
        return rows.order_by(first.expression(), *terms).values_list("pk", *paths)


def _behind(keys: Sequence[SortKey], values: Row) -> list[Q | Func]:
    """Conditions that together hold of all rows behind `values`, in order.

    Each is one stretch of an index, so that the cost doesn't grow with depth.
    """
    if not keys:
        return []
    key, value = keys[0], values[0]
    if value is None:
        blank = Q(**{f"{key.path}__isnull": True})
        return [blank & Q(rest) for rest in _behind(keys[1:], values[1:])]
    if _comparable_at_once(keys):
        stretches: list[Q | Func] = [_row_comparison(keys, values)]
    else:
        same = Q(**{key.path: value})
        stretches = [same & Q(rest) for rest in _behind(keys[1:], values[1:])]
        stretches.append(_row_comparison(keys[:1], values[:1]))
    if key.nullable:
        stretches.append(Q(**{f"{key.path}__isnull": True}))
    return stretches


def _comparable_at_once(keys: Sequence[SortKey]) -> bool:
    """Whether `(a, b) > (x, y)` says it: one direction, nulls only in front."""
    return len({key.descending for key in keys}) == 1 and not any(
        key.nullable for key in keys[1:]
    )


def _row_comparison(keys: Sequence[SortKey], values: Row) -> Func:
    """`(a, b) > (x, y)`, which both databases answer from one index."""
    columns = (F(key.path) for key in keys)
    limits = (
        Value(value, output_field=key.field)
        for key, value in zip(keys, values, strict=True)
    )
    return Func(
        Func(*columns, template="(%(expressions)s)", output_field=BooleanField()),
        Func(*limits, template="(%(expressions)s)", output_field=BooleanField()),
        template="%(expressions)s",
        arg_joiner=" < " if keys[0].descending else " > ",
        output_field=BooleanField(),
    )
