"""The site with its style guide, as it is where DEBUG is on."""

from django.urls import include, path

from config.urls import handler400, handler403, handler404, handler500  # noqa: F401
from config.urls import urlpatterns as site

urlpatterns = [path("styleguide/", include("demo.styleguide.urls")), *site]
