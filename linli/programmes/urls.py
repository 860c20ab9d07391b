from django.urls import path

from .views import pledges, themes

app_name = "programmes"
urlpatterns = [
    path("", themes.themes, name="themes"),
    path("new/", themes.begin, name="new_theme"),
    path("new/<str:code>/", themes.begin, name="begin"),
    path("<int:pk>/", themes.theme, name="theme"),
    path("<int:pk>/change/", themes.change, name="theme_change"),
    path("<int:pk>/pledges/new/", pledges.new_pledge, name="new_pledge"),
    path("items/<int:pk>/", themes.confirm_item, name="item"),
    path("pledges/<int:pk>/", pledges.pledge, name="pledge"),
    path("pledges/<int:pk>/change/", pledges.pledge_change, name="pledge_change"),
    path("pledges/<int:pk>/end/", pledges.pledge_end, name="pledge_end"),
    path("pledges/<int:pk>/withdrawal/", pledges.pledge_withdrawal, name="pledge_withdrawal"),
    path("pledges/<int:pk>/join/", pledges.join, name="join"),
    path("pledges/<int:pk>/part/", pledges.part, name="part"),
]
