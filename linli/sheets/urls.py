from django.urls import path

from .views import exports, imports, ledgers, templates

app_name = "sheets"
urlpatterns = [
    path("", imports.sheet_list, name="list"),
    path("in/<str:kind>/", imports.bring, name="bring"),
    path("imports/<int:pk>/", imports.run, name="import"),
    path("imports/<int:pk>/columns/", imports.columns, name="columns"),
    path("imports/<int:pk>/progress/", imports.progress, name="import_progress"),
    path("imports/<int:pk>/taking/", imports.taking, name="taking"),
    path("imports/<int:pk>/corrected/", imports.corrected, name="corrected"),
    path("imports/<int:pk>/removal/", imports.removal, name="removal"),
    path("exports/<int:pk>/", exports.run, name="export"),
    path("exports/<int:pk>/progress/", exports.progress, name="export_progress"),
    path("exports/<int:pk>/file/", exports.file, name="export_file"),
    path("ledgers/", ledgers.ledgers, name="ledgers"),
    path("ledgers/new/<str:kind>/", ledgers.new_ledger, name="new_ledger"),
    path("ledgers/<int:pk>/", ledgers.ledger, name="ledger"),
    path("ledgers/<int:pk>/change/", ledgers.ledger_change, name="ledger_change"),
    path("ledgers/<int:pk>/order/", ledgers.ledger_order, name="ledger_order"),
    path("ledgers/<int:pk>/removal/", ledgers.ledger_removal, name="ledger_removal"),
    path("ledgers/<int:pk>/template/", templates.template, name="template"),
    path("ledgers/<int:pk>/template/columns/", templates.template_columns, name="template_columns"),
    path("ledgers/<int:pk>/template/removal/", templates.template_removal, name="template_removal"),
]
