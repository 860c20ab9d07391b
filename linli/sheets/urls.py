from django.urls import path

from .views import exports, imports

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
]
