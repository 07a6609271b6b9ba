"""Forms of ours alone. allauth's own, bounded, are in bounded_forms: its forms import this module, not the reverse."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.display_name import clean_display_name
from accounts.first_wrong import AutofocusFirstErrorMixin, AutofocusRadioSelect
from accounts.invitations import redeem_invitation
from accounts.models import DISPLAY_NAME_LENGTH, User, free_slug
from accounts.profile_links import MAX_LINK_LENGTH, MAX_LINKS, clean_links
from accounts.rate_limits import RateLimit, allow

AVATARS = RateLimit("avatars", 20, timedelta(hours=1))
IMAGE_TYPES = "image/jpeg,image/png,image/webp,image/gif,image/avif"

if TYPE_CHECKING:
    UserModelForm = forms.ModelForm[User]
else:
    UserModelForm = forms.ModelForm


def display_name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Display name"),
        help_text=_("Shown beside what you write. Your e-mail address is never shown."),
        max_length=DISPLAY_NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )


class SignupDetails(forms.Form):
    """What registration asks beside address and password."""

    display_name = display_name_field()

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"])

    def signup(self, request: HttpRequest, user: User) -> None:
        user.display_name = self.cleaned_data["display_name"]
        user.slug = user.slug or free_slug(user.display_name)
        user.save()
        redeem_invitation(request, user)


class ProfileForm(AutofocusFirstErrorMixin, UserModelForm):
    """What readers see of an account. The public address stays when the name changes: links point to it."""

    display_name = display_name_field()
    bio = forms.CharField(
        label=_("About you"),
        help_text=_("A few sentences for readers. **bold**, *italic* and [link](https://…) work."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    links = forms.CharField(
        label=_("Links"),
        help_text=_("Other pages of yours, one address a line, at most five. They must begin with https://."),
        required=False,
        max_length=MAX_LINKS * (MAX_LINK_LENGTH + 2),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "url", "spellcheck": "false"}),
    )
    # Not an ImageField: that would decode the upload before the one door for pictures has looked at it.
    avatar = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG, GIF, WebP or AVIF. It is cut to a square."),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": IMAGE_TYPES}),
    )
    remove_avatar = forms.BooleanField(label=_("Remove the picture"), required=False)

    class Meta:
        model = User
        fields = ("display_name", "bio")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["links"] = "\n".join(self.instance.links)
        if not self.instance.avatar:
            del self.fields["remove_avatar"]

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"])

    def clean_links(self) -> list[str]:
        return clean_links(self.cleaned_data["links"])

    def clean_avatar(self) -> ContentFile[bytes] | None:
        upload: File[bytes] | None = self.cleaned_data["avatar"]
        if not upload:
            return None
        if not allow(AVATARS, f"user:{self.instance.pk}"):
            raise forms.ValidationError(_("You uploaded many images in a short time. Please try again in an hour."))
        return import_string(settings.AVATAR_PROCESSOR)(upload)  # type: ignore[no-any-return]

    def save(self, commit: bool = True) -> User:
        """The old picture's file goes once the new state is stored."""
        user: User = self.instance
        storage, old = user.avatar.storage, user.avatar.name
        if self.cleaned_data["avatar"]:
            user.avatar = self.cleaned_data["avatar"]
        elif self.cleaned_data.get("remove_avatar"):
            user.avatar = ""
        user.links = self.cleaned_data["links"]
        user.save(update_fields=["display_name", "bio", "links", "avatar"])
        if old and old != user.avatar.name:
            storage.delete(old)
        return user


class DeleteAccountForm(AutofocusFirstErrorMixin, forms.Form):
    writings = forms.ChoiceField(
        label=_("Your comments"),
        choices=[
            ("keep", _("Stay, without your name")),
            ("erase", _("Are erased; what others answered stays")),
        ],
        widget=AutofocusRadioSelect,
        error_messages={"required": _("Choose what becomes of your comments.")},
    )
