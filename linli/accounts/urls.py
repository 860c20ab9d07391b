from django.urls import path

from .views import audit, pages, people

app_name = "accounts"
urlpatterns = [
    path("me/", pages.me, name="me"),
    path("keys/", pages.keys, name="keys"),
    path("duty/", pages.duty_in_use, name="duty_in_use"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_account, name="new_account"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/duty/", people.new_duty, name="new_duty"),
    path("people/<int:pk>/password/", people.password, name="password"),
    path("people/<int:pk>/entry/", people.entry, name="entry"),
    path("duties/<int:pk>/end/", people.duty_end, name="duty_end"),
    path("audit/", audit.audit, name="audit"),
]
