"""Addresses, grouped by what they are about."""

from django.urls import path

from .views import bodies, seats

app_name = "assembly"

BODIES = [
    path("", bodies.home, name="home"),
    path("bodies/new/", bodies.new_body, name="new_body"),
    path("bodies/<int:pk>/", bodies.body, name="body"),
    path("bodies/<int:pk>/rule/", bodies.rule, name="rule"),
    path("bodies/<int:pk>/end/", bodies.body_end, name="body_end"),
    path("bodies/<int:pk>/sitters/", seats.sitters, name="sitters"),
    path("bodies/<int:pk>/seats/new/", seats.new_seat, name="new_seat"),
    path("seats/<int:pk>/end/", seats.seat_end, name="seat_end"),
    path("seats/<int:pk>/replacement/", seats.replacement, name="replacement"),
    path("seats/<int:pk>/undoing/", seats.seat_undone, name="seat_undone"),
]

urlpatterns = [*BODIES]
