"""Addresses, grouped by what they are about."""

from django.urls import path

from .views import bodies, chair, rotation, seats, swaps

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

ROTATION = [
    path("bodies/<int:pk>/rotation/", rotation.rotation, name="rotation"),
    path("bodies/<int:pk>/rotation/units/new/", rotation.new_turn, name="new_turn"),
    path("bodies/<int:pk>/terms/new/", rotation.new_terms, name="new_terms"),
    path("bodies/<int:pk>/delegates/", seats.delegates, name="delegates"),
    path("turns/<int:pk>/place/", rotation.turn_place, name="turn_place"),
    path("turns/<int:pk>/leaving/", rotation.turn_leaving, name="turn_leaving"),
    path("terms/<int:pk>/", chair.term, name="term"),
    path("terms/<int:pk>/change/", chair.term_change, name="term_change"),
    path("terms/<int:pk>/skip/", chair.term_skip, name="term_skip"),
    path("terms/<int:pk>/handover/", chair.handover, name="handover"),
    path("terms/<int:pk>/report/", chair.report, name="report"),
    path("terms/<int:pk>/plan-file/", chair.plan_file, name="plan_file"),
    path("terms/<int:pk>/swap/", swaps.swap, name="swap"),
    path("swaps/<int:pk>/answer/", swaps.swap_answer, name="swap_answer"),
    path("swaps/<int:pk>/withdrawal/", swaps.swap_withdrawal, name="swap_withdrawal"),
]

urlpatterns = [*BODIES, *ROTATION]
