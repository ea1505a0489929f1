"""Form fields that understand how Thai offices write text, days and numbers."""

from ui.fields.dates import DATE_HINT, TIME_HINT, BuddhistDateField, BuddhistTimeField
from ui.fields.files import FileListField
from ui.fields.numbers import NumberField, WholeNumberField
from ui.fields.records import RecordChoiceField
from ui.fields.text import ThaiCharField, ThaiTextField

__all__ = [
    "DATE_HINT",
    "TIME_HINT",
    "BuddhistDateField",
    "BuddhistTimeField",
    "FileListField",
    "NumberField",
    "RecordChoiceField",
    "ThaiCharField",
    "ThaiTextField",
    "WholeNumberField",
]
