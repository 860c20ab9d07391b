from django.urls import path

from .views import pages

app_name = "notices"
urlpatterns = [
    path("", pages.notice_list, name="list"),
    path("counts/", pages.counts, name="counts"),
    path("read/", pages.all_read, name="all_read"),
    path("<int:pk>/", pages.follow, name="follow"),
]
