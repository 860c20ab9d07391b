from django.urls import path

from .views import consents, own, picking, removal, rights, sharings

app_name = "residents"
urlpatterns = [
    path("pick/", picking.pick, name="pick"),
    path("people/<int:pk>/consents/", consents.consents, name="consents"),
    path("people/<int:pk>/consents/new/", consents.new_consent, name="new_consent"),
    path("people/<int:pk>/consents/form.pdf", consents.consent_paper, name="consent_paper"),
    path("consents/", consents.running, name="running_consents"),
    path("consents/<int:pk>/withdrawal/", consents.consent_withdrawal, name="consent_withdrawal"),
    path("children/", consents.children, name="children"),
    path("people/<int:pk>/readings/", rights.readings, name="readings"),
    path("people/<int:pk>/copy/", rights.copy, name="copy"),
    path("people/<int:pk>/requests/new/", rights.new_request_of, name="new_request_of"),
    path("requests/", rights.requests, name="requests"),
    path("requests/new/", rights.new_request, name="new_request"),
    path("requests/<int:pk>/", rights.request_one, name="request"),
    path("people/<int:pk>/freezing/", removal.freezing, name="freezing"),
    path("people/<int:pk>/removal/", removal.removal, name="removal"),
    path("frozen/", removal.frozen, name="frozen"),
    path("retention/", removal.retention, name="retention"),
    path("retention/<slug:population>/", removal.retention_rule, name="retention_rule"),
    path("retention/<slug:population>/look/", removal.retention_look, name="retention_look"),
    path("retention/runs/<int:pk>/", removal.retention_run, name="retention_run"),
    path("retention/runs/<int:pk>/progress/", removal.retention_progress, name="retention_progress"),
    path("retention/runs/<int:pk>/clearing/", removal.retention_clearing, name="retention_clearing"),
    path("sharings/", sharings.sharings, name="sharings"),
    path("sharings/new/", sharings.new_sharing, name="new_sharing"),
    path("me/", own.own_data, name="own_data"),
    path("me/readings/", own.own_readings, name="own_readings"),
    path("me/consents/", own.own_consent, name="own_consent"),
    path("me/requests/new/", own.own_request, name="own_request"),
    path("me/copy/", own.own_copy, name="own_copy"),
]
