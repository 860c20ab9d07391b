from django.urls import path

from .views import figures, rows

app_name = "reports"
urlpatterns = [
    path("", figures.figures, name="figures"),
    path("<slug:code>/", rows.rows, name="rows"),
]
