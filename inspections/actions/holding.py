"""Keeping a round and its reports as they are until the transaction ends.

Always the round, then the report, then its sections: who takes locks in one
order never waits in a circle.
"""

from inspections.models import ProvinceReport, Round


def hold_round(held_round: Round) -> None:
    """Let nobody move the round until commit; its state is read anew."""
    rounds = Round.objects.select_for_update(no_key=True)
    held_round.refresh_from_db(fields=["state"], from_queryset=rounds)


def hold_report(report: ProvinceReport) -> None:
    """Let nobody else move the report's sections, nor its round, until commit."""
    hold_round(report.round)
    ProvinceReport.objects.select_for_update(no_key=True).get(pk=report.pk)
