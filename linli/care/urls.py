from django.urls import path

from .views import pairings, people, supports, visits, zone

app_name = "care"
urlpatterns = [
    path("", zone.due, name="due"),
    path("zone/", zone.zone, name="zone"),
    path("birthdays/", zone.birthdays, name="birthdays"),
    path("totals/", people.counts, name="totals"),
    path("people/", people.people, name="people"),
    path("people/<str:key>/", people.person, name="person"),
    path("people/<str:key>/phone/", visits.phone, name="phone"),
    path("people/<str:key>/groups/new/", people.new_group, name="new_group"),
    path("people/<str:key>/plans/new/", people.new_plan, name="new_plan"),
    path("people/<str:key>/pairings/new/", pairings.new_pairing, name="new_pairing"),
    path("groups/<int:pk>/end/", people.group_end, name="group_end"),
    path("plans/<int:pk>/end/", people.plan_end, name="plan_end"),
    path("pairings/", pairings.pairings, name="pairings"),
    path("pairings/<int:pk>/", pairings.pairing, name="pairing"),
    path("pairings/<int:pk>/change/", pairings.pairing_change, name="pairing_change"),
    path("pairings/<int:pk>/end/", pairings.pairing_end, name="pairing_end"),
    path("visits/", visits.visits, name="visits"),
    path("visits/new/", visits.new_visit, name="new_visit"),
    path("visits/unchanged/", visits.unchanged, name="unchanged"),
    path("visits/<int:pk>/", visits.visit, name="visit"),
    path("visits/<int:pk>/correction/", visits.visit_correction, name="visit_correction"),
    path("visits/<int:pk>/withdrawal/", visits.visit_withdrawal, name="visit_withdrawal"),
    path("visits/<int:pk>/case/", visits.visit_need, name="visit_need"),
    path("supports/", supports.supports, name="supports"),
    path("supports/new/", supports.new_support, name="new_support"),
    path("supports/<int:pk>/", supports.support, name="support"),
    path("supports/<int:pk>/change/", supports.support_change, name="support_change"),
    path("supports/<int:pk>/steps/", supports.new_milestone, name="new_milestone"),
    path("supports/<int:pk>/readers/", supports.support_readers, name="support_readers"),
    path("supports/<int:pk>/end/", supports.support_end, name="support_end"),
]
