from allauth.socialaccount.models import SocialAccount

__all__ = ["SocialAccount"]
