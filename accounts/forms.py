"""The forms of signing in and of passwords, without what only repeats the labels."""

from typing import Any

from allauth.account import forms


class PlainLook:
    """Labels say what a field is; a placeholder would vanish while one types."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class LoginForm(PlainLook, forms.LoginForm):
    """Signs in; who forgot the password asks an administrator, not a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ChangePasswordForm(PlainLook, forms.ChangePasswordForm):
    """Changes the password of who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""


class SetPasswordForm(PlainLook, forms.SetPasswordForm):
    """Gives a password to an account that has none."""


class ResetPasswordForm(PlainLook, forms.ResetPasswordForm):
    """Asks for a link by e-mail."""


class ResetPasswordKeyForm(PlainLook, forms.ResetPasswordKeyForm):
    """Sets a new password by such a link."""


class AddEmailForm(PlainLook, forms.AddEmailForm):
    """Adds an e-mail address to the account."""


class ReauthenticateForm(PlainLook, forms.ReauthenticateForm):
    """Asks for the password once more before a step that needs it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
