from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.abuse.rate_limits import RateLimit, allow
from accounts.forms import AutofocusFirstErrorMixin
from accounts.models import User, user_key
from accounts.profile.display_name import clean_display_name, display_name_field
from accounts.profile.links import MAX_LINK_LENGTH, MAX_LINKS, clean_links
from accounts.time_zones import zone_choices

AVATARS = RateLimit("avatars", 20, timedelta(hours=1))
IMAGE_TYPES = "image/jpeg,image/png,image/webp,image/gif,image/avif"

if TYPE_CHECKING:
    UserModelForm = forms.ModelForm[User]
else:
    UserModelForm = forms.ModelForm


class ProfileForm(AutofocusFirstErrorMixin, UserModelForm):
    """The public profile, and the time zone of staff. The slug stays when the name changes: links contain it."""

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
        help_text=_("Up to five of your other pages, one address per line. They must begin with https://."),
        required=False,
        max_length=MAX_LINKS * (MAX_LINK_LENGTH + 2),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "url", "spellcheck": "false"}),
    )
    # Not an ImageField: that would decode the upload before blog.images has checked it.
    avatar = forms.FileField(
        label=_("Image"),
        help_text=_("JPEG, PNG, GIF, WebP or AVIF. It is cropped to a square."),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": IMAGE_TYPES}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("The admin shows times in it, and takes the times that you enter as such."),
        required=False,
        choices=zone_choices,
        widget=forms.Select(attrs={"data-time-zone": ""}),
    )
    remove_avatar = forms.BooleanField(label=_("Remove the image"), required=False)

    class Meta:
        model = User
        fields = ("display_name", "bio", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["links"] = "\n".join(self.instance.links)
        if not self.instance.avatar:
            del self.fields["remove_avatar"]
        if not self.instance.is_staff:
            del self.fields["time_zone"]

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"])

    def clean_links(self) -> list[str]:
        return clean_links(self.cleaned_data["links"])

    def clean_avatar(self) -> ContentFile[bytes] | None:
        upload: File[bytes] | None = self.cleaned_data["avatar"]
        if not upload:
            return None
        if not allow(AVATARS, user_key(self.instance.pk)):
            raise forms.ValidationError(_("You have uploaded too many images. Please try again in an hour."))
        return import_string(settings.AVATAR_PROCESSOR)(upload)  # type: ignore[no-any-return]

    def save(self, commit: bool = True) -> User:
        """The old image file is deleted once the new one is stored."""
        user: User = self.instance
        storage, old = user.avatar.storage, user.avatar.name
        if self.cleaned_data["avatar"]:
            user.avatar = self.cleaned_data["avatar"]
        elif self.cleaned_data.get("remove_avatar"):
            user.avatar = ""
        user.links = self.cleaned_data["links"]
        user.save(update_fields=["display_name", "bio", "links", "avatar", "time_zone"])
        if old and old != user.avatar.name:
            storage.delete(old)
        return user
