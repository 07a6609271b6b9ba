from django.urls import path

from comments import views

app_name = "comments"
urlpatterns = [
    path("articles/<str:slug>/comments/", views.submit, name="submit"),
    path("comments/<int:pk>/", views.permalink, name="permalink"),
]
