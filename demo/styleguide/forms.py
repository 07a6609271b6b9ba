from __future__ import annotations

from django import forms


class EveryField(forms.Form):
    """Fields in every state. The bound data has an invalid email address, so that one field has an error."""

    title = forms.CharField(label="Title", initial="Bread and chips")
    nickname = forms.CharField(label="Nickname", required=False)
    password = forms.CharField(
        label="Password", help_text="At least eight characters.", widget=forms.PasswordInput(render_value=True)
    )
    email = forms.EmailField(label="E-mail address", help_text="Never shown to readers.")
    account = forms.CharField(label="Account", disabled=True, initial="Fixed by the site")
    topic = forms.ChoiceField(label="Topic", choices=[("repair", "Repair"), ("tools", "Tools")])
    length = forms.ChoiceField(
        label="Length",
        help_text="Of the summary.",
        choices=[("short", "Short"), ("long", "Long")],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 4}))
    image = forms.FileField(label="Image", required=False)
    remember = forms.BooleanField(label="Remember me", required=False, help_text="For two weeks.")
    terms = forms.BooleanField(label="I have read the terms")


def every_field() -> EveryField:
    typed = {
        "title": "Bread and chips",
        "password": "secret words",
        "email": "no address",
        "topic": "tools",
        "length": "short",
        "text": "A few words.",
        "remember": "on",
    }
    return EveryField(typed, auto_id="field_%s")
