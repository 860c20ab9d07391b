from django.urls import path, re_path

from .views import boards, borders, keepers, public, zones

PREFIX, NUMBER = r"(?P<prefix>[A-Z]{1,4})", r"(?P<number>[0-9]{1,5})"
"""The letters a community's case numbers begin with, and a zone's number: what is written on the wall."""

app_name = "zones"
urlpatterns = [
    path("", zones.zones, name="zones"),
    path("new/", borders.new_zone, name="new_zone"),
    path("<int:pk>/", zones.zone, name="zone"),
    path("<int:pk>/history/", zones.history, name="history"),
    path("<int:pk>/border/", borders.border, name="border"),
    path("<int:pk>/drawing/", borders.draw, name="draw"),
    path("<int:pk>/name/", borders.name, name="name"),
    path("<int:pk>/end/", borders.end, name="end"),
    path("<int:pk>/keepers/", keepers.keepers, name="keepers"),
    path("<int:pk>/exception/", keepers.new_override, name="new_override"),
    path("exceptions/<int:pk>/end/", keepers.override_end, name="override_end"),
    path("<int:pk>/board/", boards.board, name="board"),
    path("<int:pk>/board.pdf", boards.board_file, name="board_file"),
    path("keepers/<int:pk>/photo/", boards.photo, name="photo"),
    path("keepers/<int:pk>/photo.jpg", boards.kept_photo, name="kept_photo"),
    path("keepers/<int:pk>/photo/removal/", boards.photo_removal, name="photo_removal"),
    path("boards/", public.all_boards, name="all_boards"),
    re_path(rf"^{PREFIX}/$", public.boards, name="boards"),
    re_path(rf"^{PREFIX}/{NUMBER}/$", public.board, name="public"),
    re_path(rf"^{PREFIX}/{NUMBER}/photo/(?P<key>[0-9a-f-]{{36}})/$", public.photo, name="public_photo"),
]
