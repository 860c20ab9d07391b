from django.urls import path

from .views import deeds, desk, detail, home, intake, progress, verbs

app_name = "cases"
urlpatterns = [
    path("", home.home, name="home"),
    path("desk/", desk.desk, name="desk"),
    path("tasks/", desk.tasks, name="tasks"),
    path("cases/", desk.case_list, name="list"),
    path("cases/new/", intake.intake, name="intake"),
    path("cases/new/look/", intake.look, name="look"),
    path("progress/", progress.progress, name="progress"),
    path("progress/<str:code>/", progress.progress_of_code, name="progress_of"),
    path("progress/<str:code>/answers/", progress.answers, name="answers"),
    path("deeds/new/", deeds.new_deed, name="new_deed"),
    path("deeds/<str:number>/", deeds.deed, name="deed"),
    path("cases/<str:number>/", detail.detail, name="detail"),
    path("cases/<str:number>/receipt/", intake.receipt, name="receipt"),
    path("cases/<str:number>/receipt/<int:pk>/", intake.joined_receipt, name="joined_receipt"),
    path("cases/<str:number>/offer/", verbs.offer, name="offer"),
    path("cases/<str:number>/acceptance/", verbs.acceptance, name="acceptance"),
    path("cases/<str:number>/refusal/", verbs.refusal, name="refusal"),
    path("cases/<str:number>/handover/", verbs.handover, name="handover"),
    path("cases/<str:number>/arrival/", verbs.arrival, name="arrival"),
    path("cases/<str:number>/added-arrival/", verbs.added_arrival, name="added_arrival"),
    path("cases/<str:number>/remark/", verbs.remark, name="remark"),
    path("cases/<str:number>/help/", verbs.help_, name="help"),
    path("cases/<str:number>/help/<int:pk>/report/", verbs.help_report, name="help_report"),
    path("cases/<str:number>/resolution/", verbs.resolution, name="resolution"),
    path("cases/<str:number>/extension/", verbs.extension, name="extension"),
    path("cases/<str:number>/extension/<int:pk>/decision/", verbs.decision, name="decision"),
    path("cases/<str:number>/pause/", verbs.pause, name="pause"),
    path("cases/<str:number>/resumption/", verbs.resumption, name="resumption"),
    path("cases/<str:number>/callback/", verbs.callback, name="callback"),
    path("cases/<str:number>/reopening/", verbs.reopening, name="reopening"),
    path("cases/<str:number>/filing/", verbs.filing, name="filing"),
    path("cases/<str:number>/phone/<int:pk>/", verbs.phone, name="phone"),
]
