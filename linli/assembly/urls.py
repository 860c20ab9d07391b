"""Addresses, grouped by what they are about."""

from django.urls import path

from .views import agenda, bodies, chair, meetings, papers, rotation, running, seats, swaps, tasks

app_name = "assembly"

BODIES = [
    path("", bodies.home, name="home"),
    path("bodies/new/", bodies.new_body, name="new_body"),
    path("bodies/<int:pk>/", bodies.body, name="body"),
    path("bodies/<int:pk>/rule/", bodies.rule, name="rule"),
    path("bodies/<int:pk>/end/", bodies.body_end, name="body_end"),
    path("bodies/<int:pk>/sitters/", seats.sitters, name="sitters"),
    path("bodies/<int:pk>/seats/new/", seats.new_seat, name="new_seat"),
    path("seats/<int:pk>/end/", seats.seat_end, name="seat_end"),
    path("seats/<int:pk>/replacement/", seats.replacement, name="replacement"),
    path("seats/<int:pk>/undoing/", seats.seat_undone, name="seat_undone"),
]

ROTATION = [
    path("bodies/<int:pk>/rotation/", rotation.rotation, name="rotation"),
    path("bodies/<int:pk>/rotation/units/new/", rotation.new_turn, name="new_turn"),
    path("bodies/<int:pk>/terms/new/", rotation.new_terms, name="new_terms"),
    path("bodies/<int:pk>/delegates/", seats.delegates, name="delegates"),
    path("turns/<int:pk>/place/", rotation.turn_place, name="turn_place"),
    path("turns/<int:pk>/leaving/", rotation.turn_leaving, name="turn_leaving"),
    path("terms/<int:pk>/", chair.term, name="term"),
    path("terms/<int:pk>/change/", chair.term_change, name="term_change"),
    path("terms/<int:pk>/skip/", chair.term_skip, name="term_skip"),
    path("terms/<int:pk>/handover/", chair.handover, name="handover"),
    path("terms/<int:pk>/report/", chair.report, name="report"),
    path("terms/<int:pk>/plan-file/", chair.plan_file, name="plan_file"),
    path("terms/<int:pk>/swap/", swaps.swap, name="swap"),
    path("swaps/<int:pk>/answer/", swaps.swap_answer, name="swap_answer"),
    path("swaps/<int:pk>/withdrawal/", swaps.swap_withdrawal, name="swap_withdrawal"),
]


MEETINGS = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("bodies/<int:pk>/meetings/new/", meetings.new_meeting, name="new_meeting"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/change/", meetings.meeting_change, name="meeting_change"),
    path("meetings/<int:pk>/call/", meetings.call, name="call"),
    path("meetings/<int:pk>/cancellation/", meetings.meeting_cancel, name="meeting_cancel"),
    path("meetings/<int:pk>/guests/new/", meetings.new_guest, name="new_guest"),
    path("meetings/<int:pk>/told/", meetings.told, name="told"),
    path("meetings/<int:pk>/answer/", meetings.answer, name="answer"),
    path("bodies/<int:pk>/items/new/", agenda.new_item, name="new_item"),
    path("meetings/<int:pk>/items/new/", agenda.new_item_of_meeting, name="new_item_of_meeting"),
    path("items/<int:pk>/acceptance/", agenda.item_acceptance, name="item_acceptance"),
    path("items/<int:pk>/refusal/", agenda.item_refusal, name="item_refusal"),
    path("items/<int:pk>/place/", agenda.item_place, name="item_place"),
    path("items/<int:pk>/said/", running.said, name="said"),
    path("meetings/<int:pk>/papers/new/", agenda.new_papers, name="new_papers"),
    path("papers/<int:pk>/", agenda.paper, name="paper"),
    path("papers/<int:pk>/removal/", agenda.paper_off, name="paper_off"),
    path("meetings/<int:pk>/opening/", running.opening, name="opening"),
    path("meetings/<int:pk>/attendance/", running.attendance, name="attendance"),
    path("meetings/<int:pk>/minutes/", running.minutes, name="minutes"),
    path("meetings/<int:pk>/resolutions/new/", running.new_resolution, name="new_resolution"),
    path("resolutions/<int:pk>/tasks/new/", running.new_task, name="new_task"),
    path("meetings/<int:pk>/closing/", running.closing, name="closing"),
    path("meetings/<int:pk>/approval/", running.approval, name="approval"),
    path("meetings/<int:pk>/sending-back/", running.sending_back, name="sending_back"),
    path("meetings/<int:pk>/disclosure/", running.disclosure, name="disclosure"),
    path("meetings/<int:pk>/summary.pdf", papers.summary_pdf, name="summary_pdf"),
    path("meetings/<int:pk>/summary.docx", papers.summary_docx, name="summary_docx"),
    path("meetings/<int:pk>/calendar.ics", papers.calendar_file, name="calendar_file"),
    path("screen/<int:community>/<str:secret>/", running.screen, name="screen"),
]

TASKS = [
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("tasks/<int:pk>/line/", tasks.task_line, name="task_line"),
    path("tasks/<int:pk>/end/", tasks.task_done, name="task_done"),
    path("tasks/<int:pk>/drop/", tasks.task_drop, name="task_drop"),
    path("tasks/<int:pk>/change/", tasks.task_change, name="task_change"),
    path("tasks/<int:pk>/reopening/", tasks.task_reopening, name="task_reopening"),
]

urlpatterns = [*BODIES, *ROTATION, *MEETINGS, *TASKS]
