from django.urls import path

from demo.styleguide import pages

app_name = "styleguide"
urlpatterns = [
    path("", pages.index, name="index"),
    path("errors/<int:code>/", pages.error_page, name="error"),
]
