from django.urls import path

from .views import audit, pages

app_name = "accounts"
urlpatterns = [
    path("me/", pages.me, name="me"),
    path("duty/", pages.duty_in_use, name="duty_in_use"),
    path("audit/", audit.audit, name="audit"),
]
