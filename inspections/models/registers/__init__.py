"""The typed registers: what is known of an issue of each kind, with its units."""

from inspections.models.registers.cane import CaneDetail
from inspections.models.registers.factory import (
    ComplaintCategory,
    FactoryDetail,
    LegalOrder,
    OrderResult,
    OrderScope,
    OrderSection,
)
from inspections.models.registers.livelihood import GroupKind, LivelihoodDetail
from inspections.models.registers.pit import (
    PitDetail,
    Purpose,
    SurveyMethod,
    WaterPermit,
)
from inspections.models.registers.water import (
    PARAMETERS,
    WaterClass,
    WaterLimit,
    WaterParameter,
    WaterResult,
    WaterSample,
)
from inspections.models.round import TopicKind

#: The model that holds what is known of an issue of each kind.
DETAILS = {
    TopicKind.FACTORY_MINE: FactoryDetail,
    TopicKind.CANE_BURNING: CaneDetail,
    TopicKind.MINE_PIT_WATER: PitDetail,
    TopicKind.LIVELIHOOD: LivelihoodDetail,
}

__all__ = [
    "DETAILS",
    "PARAMETERS",
    "CaneDetail",
    "ComplaintCategory",
    "FactoryDetail",
    "GroupKind",
    "LegalOrder",
    "LivelihoodDetail",
    "OrderResult",
    "OrderScope",
    "OrderSection",
    "PitDetail",
    "Purpose",
    "SurveyMethod",
    "WaterClass",
    "WaterLimit",
    "WaterParameter",
    "WaterPermit",
    "WaterResult",
    "WaterSample",
]
