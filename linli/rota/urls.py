from django.urls import path

from .views import absences, feeds, grid, mine, posts, shifts, swaps

app_name = "rota"
urlpatterns = [
    path("", grid.week, name="week"),
    path("month/", grid.month, name="month"),
    path("mine/", mine.mine, name="mine"),
    path("mine/phone/", mine.own_phone, name="own_phone"),
    path("shifts/new/", shifts.new_shift, name="new_shift"),
    path("shifts/<int:pk>/", shifts.shift, name="shift"),
    path("shifts/<int:pk>/change/", shifts.shift_change, name="shift_change"),
    path("shifts/<int:pk>/off/", shifts.shift_off, name="shift_off"),
    path("shifts/<int:pk>/swap/", swaps.swap_ask, name="swap_ask"),
    path("shifts/<int:pk>/handover/", mine.handover, name="handover"),
    path("handovers/<int:pk>/read/", mine.handover_read, name="handover_read"),
    path("swaps/<int:pk>/answer/", swaps.swap_answer, name="swap_answer"),
    path("swaps/<int:pk>/withdrawal/", swaps.swap_withdrawal, name="swap_withdrawal"),
    path("swaps/<int:pk>/undoing/", swaps.swap_undoing, name="swap_undoing"),
    path("absences/", absences.absences, name="absences"),
    path("absences/new/", absences.new_absence, name="new_absence"),
    path("absences/<int:pk>/end/", absences.absence_end, name="absence_end"),
    path("posts/", posts.posts, name="posts"),
    path("posts/new/", posts.new_post, name="new_post"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/patterns/new/", posts.new_pattern, name="new_pattern"),
    path("posts/<int:pk>/calendar/", feeds.post_calendar_made, name="post_calendar_made"),
    path("patterns/<int:pk>/", posts.pattern, name="pattern"),
    path("patterns/<int:pk>/removal/", posts.pattern_removal, name="pattern_removal"),
    path("patterns/<int:pk>/fill/", posts.fill, name="fill"),
    path("calendars/", feeds.calendars, name="calendars"),
    path("calendars/own/", feeds.own_calendar_made, name="own_calendar_made"),
    path("calendars/<int:pk>/end/", feeds.calendar_ended, name="calendar_ended"),
    path("calendar/<str:word>.ics", feeds.feed, name="feed"),
]
