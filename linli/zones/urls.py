from django.urls import path, re_path

from .views import boards, borders, homes, keepers, lanes, positions, public, zones

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
    path("lanes/", lanes.lanes, name="lanes"),
    path("lanes/new/", lanes.new_lane, name="new_lane"),
    path("lanes/<int:pk>/", lanes.lane, name="lane"),
    path("lanes/<int:pk>/name/", lanes.lane_name, name="lane_name"),
    path("lanes/<int:pk>/removal/", lanes.lane_removal, name="lane_removal"),
    path("lanes/<int:pk>/doors/", lanes.new_doors, name="new_doors"),
    path("doors/<int:pk>/", homes.door, name="door"),
    path("doors/<int:pk>/building/", homes.building, name="building"),
    path("doors/<int:pk>/position/", positions.position, name="position"),
    path("doors/<int:pk>/removal/", homes.door_removal, name="door_removal"),
    path("doors/<int:pk>/dwellings/", homes.new_dwellings, name="new_dwellings"),
    path("dwellings/<int:pk>/", homes.dwelling, name="dwelling"),
    path("dwellings/<int:pk>/removal/", homes.dwelling_removal, name="dwelling_removal"),
    path("boards/", public.all_boards, name="all_boards"),
    re_path(rf"^{PREFIX}/$", public.boards, name="boards"),
    re_path(rf"^{PREFIX}/{NUMBER}/$", public.board, name="public"),
    re_path(rf"^{PREFIX}/{NUMBER}/photo/(?P<key>[0-9a-f-]{{36}})/$", public.photo, name="public_photo"),
]
