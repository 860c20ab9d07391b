from django.urls import path

from .views import picking

app_name = "residents"
urlpatterns = [
    path("pick/", picking.pick, name="pick"),
]
