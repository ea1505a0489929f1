"""The typed forms of the registers, one for each kind of issue that has one."""

from inspections.forms.registers.cane import CaneForm
from inspections.forms.registers.detail import DetailForm
from inspections.forms.registers.factory import FactoryForm, OrderRows, orders_agree
from inspections.forms.registers.livelihood import LivelihoodForm
from inspections.forms.registers.pit import PitForm
from inspections.forms.registers.water import SampleForm, SampleRows
from inspections.models.round import TopicKind

#: What is asked of an issue of each kind; an issue of another kind is told in words.
DETAIL_FORMS: dict[str, type[DetailForm]] = {
    TopicKind.FACTORY_MINE: FactoryForm,
    TopicKind.CANE_BURNING: CaneForm,
    TopicKind.MINE_PIT_WATER: PitForm,
    TopicKind.LIVELIHOOD: LivelihoodForm,
}

__all__ = [
    "DETAIL_FORMS",
    "CaneForm",
    "DetailForm",
    "FactoryForm",
    "LivelihoodForm",
    "OrderRows",
    "PitForm",
    "SampleForm",
    "SampleRows",
    "orders_agree",
]
