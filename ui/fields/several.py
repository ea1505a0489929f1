"""Several of a list of choices, as boxes to tick."""

from typing import Any

from django import forms


class SeveralChoicesField(forms.MultipleChoiceField):
    """The values of the ticked boxes, in the order of the choices."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, choices: Any = (), **kwargs: Any) -> None:
        # A JSON column's own settings, which mean nothing here.
        for name in ("encoder", "decoder"):
            kwargs.pop(name, None)
        super().__init__(choices=choices, **kwargs)

    def clean(self, value: Any) -> list[str]:
        """Give the values in the order of the choices, each once."""
        chosen = set(super().clean(value))
        offered: Any = self.choices
        return [str(key) for key, _label in offered if key in chosen]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is ticked, whatever the order."""
        return {*map(str, initial or ())} != {*map(str, data or ())}
