"""Form fields that understand how Thai offices write text, days and numbers."""

from ui.fields.areas import AreaField
from ui.fields.dates import DATE_HINT, TIME_HINT, BuddhistDateField, BuddhistTimeField
from ui.fields.files import FileListField
from ui.fields.numbers import MeasuredField, NumberField, WholeNumberField
from ui.fields.records import RecordChoiceField, RecordField, RecordsField
from ui.fields.several import SeveralChoicesField
from ui.fields.text import ThaiCharField, ThaiTextField, TidiedField

__all__ = [
    "DATE_HINT",
    "TIME_HINT",
    "AreaField",
    "BuddhistDateField",
    "BuddhistTimeField",
    "FileListField",
    "MeasuredField",
    "NumberField",
    "RecordChoiceField",
    "RecordField",
    "RecordsField",
    "SeveralChoicesField",
    "ThaiCharField",
    "ThaiTextField",
    "TidiedField",
    "WholeNumberField",
]
