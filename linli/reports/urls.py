from django.urls import path

from .views import breakdowns, figures, hotspots, people, published, rows

app_name = "reports"
urlpatterns = [
    path("", figures.figures, name="figures"),
    path("by/<slug:kind>/", breakdowns.split, name="split"),
    path("published/", published.published, name="published"),
    path("published/<int:pk>/", published.published_one, name="published_one"),
    path("hotspots/", hotspots.hotspots, name="hotspots"),
    path("hotspots/council/", hotspots.hotspot_to_council, name="hotspot_to_council"),
    path("hotspots/rule/", hotspots.hotspot_rule, name="hotspot_rule"),
    path("mine/", people.mine, name="mine"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/<slug:code>/", people.person_rows, name="person_rows"),
    path("<slug:code>/publish/", published.publish, name="publish"),
    path("excel/", breakdowns.excel, name="excel"),
    path("<slug:code>/", rows.rows, name="rows"),
]
