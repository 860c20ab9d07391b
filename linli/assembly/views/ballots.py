"""表决: opened by whoever runs the meeting, taken on one's own phone, by hands or on paper, counted, annulled."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits

from .. import actions
from ..forms.ballots import BallotForm, PapersForm
from ..forms.matters import WhyForm
from ..models import Ballot, Meeting, OpenVote
from ..queries import ballots as asked
from .doors import ask, ballot_in_url, done, meeting_to_vote_in


@require_http_methods(["GET", "POST"])
@admits("assembly.run_ballot", to=meeting_to_vote_in)
def new_ballot(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    initial = {"matter": request.GET.get("matter"), "question": request.GET.get("question", "")}
    form = BallotForm(request.POST or None, meeting=meeting, initial=initial)
    if not form.is_valid():
        back = (reverse("assembly:body", args=[meeting.body_id]), meeting.title)
        note = _("一开始，到会的人就能在手机上投。")
        return ask(request, form, title=_("开始一次表决"), button=_("开始表决"), back=back, note=note)
    made = actions.open_ballot(meeting, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("开始了。"), "assembly:ballot", made.pk)


@never_cache
@require_safe
@admits("assembly.view_ballots", to=ballot_in_url)
def ballot(request: SignedInRequest, ballot: Ballot) -> HttpResponse:
    """The question, one's own slip while it is open, and the result once it is counted: nothing in between."""
    runs = asked.is_running(ballot)
    voted = asked.who_voted(ballot)
    own = asked.own_votes(ballot, request.user) if runs else []
    words = {
        "ballot": ballot,
        "runs": runs,
        "result": asked.counted(ballot),
        "choices": ballot.choices.all(),
        "own": [(each, each.pk in voted, each.user_id == request.user.pk) for each in own],
        "voted": len(voted),
        "present": ballot.present or asked.voters_of(ballot.meeting).count(),
        "may_run": request.user.has_perm("assembly.run_ballot", ballot),
        "may_annul": request.user.has_perm("assembly.annul_ballot", ballot),
        "is_resolved": hasattr(ballot, "resolution"),
        "own_paper": runs and ballot.paper_counts.filter(by=request.user).exists(),
    }
    return render(request, "assembly/ballot.html", words)


@sensitive_post_parameters()
@require_POST
@admits("assembly.cast_vote", to=ballot_in_url)
def vote(request: SignedInRequest, ballot: Ballot) -> HttpResponse:
    """One slip. What is on it stands in no error report, message or line of a log of ours."""
    voter = request.POST.get("voter", "")
    actions.cast_vote(
        ballot, voter=int(voter) if voter.isdigit() else 0, choice=request.POST.get("choice", ""), by=request.user,
        at=timezone.now(),
    )  # fmt: skip
    return done(request, _("投好了。"), "assembly:ballot", ballot.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.run_ballot", to=ballot_in_url)
def hands(request: SignedInRequest, ballot: Ballot) -> HttpResponse:
    """举手: who showed what, everybody present in one list."""
    if request.method == "POST":
        given = {name[2:]: value for name, value in request.POST.items() if name[:2] == "v-" and value}
        votes = {int(key): str(code) for key, code in given.items() if key.isdigit()}
        actions.take_hands(ballot, votes=votes, by=request.user, at=timezone.now())
        return done(request, _("记下了。"), "assembly:ballot", ballot.pk)
    known = dict(OpenVote.objects.filter(ballot=ballot).values_list("voter", "choice__code"))
    rows = [(each, known.get(each.pk, "")) for each in asked.voters_of(ballot.meeting)]
    words = {"ballot": ballot, "rows": rows, "choices": ballot.choices.all()}
    return render(request, "assembly/hands.html", words)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@admits("assembly.run_ballot", to=ballot_in_url)
def papers(request: SignedInRequest, ballot: Ballot) -> HttpResponse:
    """纸票: two people count without seeing each other's numbers; only equal counts are taken in."""
    form = PapersForm(request.POST or None, choices=list(ballot.choices.all()))
    if form.is_valid():
        voters = [int(key) for key in request.POST.getlist("voters") if key.isdigit()]
        taken = actions.count_papers(
            ballot, counts=form.counts, voters=voters, by=request.user, at=timezone.now()
        )  # fmt: skip
        said = _("两个人数的一样，收进来了。") if taken else _("记下了。请另一个人不看您的数，自己再数一遍。")
        return done(request, said, "assembly:ballot", ballot.pk)
    voted = asked.who_voted(ballot)
    rows = [each for each in asked.voters_of(ballot.meeting) if each.pk not in voted]
    return render(request, "assembly/papers_of_ballot.html", {"ballot": ballot, "form": form, "rows": rows})


@require_POST
@admits("assembly.run_ballot", to=ballot_in_url)
def papers_withdrawal(request: SignedInRequest, ballot: Ballot) -> HttpResponse:
    actions.withdraw_papers(ballot, by=request.user, at=timezone.now())
    return done(request, _("撤回了，请重新数。"), "assembly:ballot", ballot.pk)


@require_POST
@admits("assembly.run_ballot", to=ballot_in_url)
def counting(request: SignedInRequest, ballot: Ballot) -> HttpResponse:
    actions.close_ballot(ballot, by=request.user, at=timezone.now())
    return done(request, _("计票完了，从现在起不再改。"), "assembly:ballot", ballot.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.annul_ballot", to=ballot_in_url)
def annulment(request: SignedInRequest, ballot: Ballot) -> HttpResponse:
    form = WhyForm(request.POST or None)
    if not form.is_valid():
        back = (reverse("assembly:ballot", args=[ballot.pk]), ballot.question)
        return ask(request, form, title=_("作废这次表决"), button=_("作废"), back=back)
    actions.annul_ballot(ballot, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("作废了。"), "assembly:ballot", ballot.pk)


@require_POST
@admits("assembly.run_ballot", to=ballot_in_url)
def ballot_resolution(request: SignedInRequest, ballot: Ballot) -> HttpResponse:
    """What passed becomes a decision in the words it was voted on; then who does it."""
    made = actions.resolve(
        ballot.meeting, text=ballot.question, item=ballot.item, matter=ballot.matter, ballot=ballot, by=request.user,
        at=timezone.now(),
    )  # fmt: skip
    return done(request, _("写下了。接着说谁来办。"), "assembly:new_task", made.pk)
