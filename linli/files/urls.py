from django.urls import path

from .views import policy, uploads

app_name = "files"
urlpatterns = [
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/<uuid:key>/", uploads.upload, name="upload"),
    path("policy/", policy.policy, name="policy"),
]
