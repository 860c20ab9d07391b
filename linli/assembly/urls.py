"""Addresses, grouped by what they are about."""

from django.urls import path

from .views import (
    agenda,
    ballots,
    bodies,
    chair,
    matters,
    meetings,
    papers,
    public,
    rotation,
    running,
    seats,
    swaps,
    tasks,
    telling,
)

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


MATTERS = [
    path("matters/", matters.matters, name="matters"),
    path("matters/new/", matters.new_matter, name="new_matter"),
    path("matters/from-list/<int:pk>/", matters.from_candidate, name="from_candidate"),
    path("matters/from-case/<str:number>/", matters.from_case, name="from_case"),
    path("matters/<int:pk>/", matters.matter, name="matter"),
    path("matters/<int:pk>/change/", matters.matter_change, name="matter_change"),
    path("matters/<int:pk>/cases/", matters.matter_cases, name="matter_cases"),
    path("matters/<int:pk>/party/", matters.party_agreed, name="party_agreed"),
    path("matters/<int:pk>/tell/", telling.tell, name="tell"),
    path("matters/<int:pk>/telling/", telling.telling, name="telling"),
    path("matters/<int:pk>/informed/", telling.informed, name="informed"),
    path("matters/<int:pk>/opinions/", telling.opinions, name="opinions"),
    path("matters/<int:pk>/opinions/new/", telling.new_opinion, name="new_opinion"),
    path("opinions/<int:pk>/reply/", telling.opinion_reply, name="opinion_reply"),
    path("matters/<int:pk>/agenda/", matters.matter_agenda, name="matter_agenda"),
    path("matters/<int:pk>/discussed/", matters.discussed, name="discussed"),
    path("matters/<int:pk>/acted/", matters.acted, name="acted"),
    path("matters/<int:pk>/conclusion/", matters.conclusion, name="conclusion"),
    path("matters/<int:pk>/calls/", telling.calls, name="calls"),
    path("matters/<int:pk>/withdrawal/", matters.matter_withdrawal, name="matter_withdrawal"),
    path("matters/<int:pk>/publication/", public.publication, name="publication"),
    path("matters/<int:pk>/unpublication/", public.unpublication, name="unpublication"),
    path("public/<str:prefix>/", public.public_matters, name="public_matters"),
    path("public/<str:prefix>/<int:year>-<int:number>/", public.public_matter, name="public_matter"),
]

BALLOTS = [
    path("meetings/<int:pk>/ballots/new/", ballots.new_ballot, name="new_ballot"),
    path("ballots/<int:pk>/", ballots.ballot, name="ballot"),
    path("ballots/<int:pk>/vote/", ballots.vote, name="vote"),
    path("ballots/<int:pk>/hands/", ballots.hands, name="hands"),
    path("ballots/<int:pk>/papers/", ballots.papers, name="papers_of_ballot"),
    path("ballots/<int:pk>/papers/withdrawal/", ballots.papers_withdrawal, name="papers_withdrawal"),
    path("ballots/<int:pk>/counting/", ballots.counting, name="counting"),
    path("ballots/<int:pk>/annulment/", ballots.annulment, name="annulment"),
    path("ballots/<int:pk>/resolution/", ballots.ballot_resolution, name="ballot_resolution"),
]

urlpatterns = [*BODIES, *ROTATION, *MEETINGS, *TASKS, *MATTERS, *BALLOTS]
