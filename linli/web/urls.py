from django.urls import path

from . import views

app_name = "web"
urlpatterns = [
    path("mode/", views.mode, name="mode"),
    path("language/", views.language, name="language"),
    path("ease/", views.ease, name="ease"),
    path("gallery/", views.gallery, name="gallery"),
]
