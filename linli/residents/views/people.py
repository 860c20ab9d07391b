"""A person's file, and what is done on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits

from .. import actions
from ..forms import ChangeForm, DayForm, RelationForm, RevealForm, WorkForm
from ..models import Person, Reading, Relation, Work
from ..numbers import identity_mask
from ..queries import readable_by, units_of
from ..queries.files import file_of
from .doors import done, person_in_url, relation_in_url, work_in_url

PARTS = {"id-number": Reading.Part.ID_NUMBER, "phone": Reading.Part.PHONE}
HERE = {
    "change": "residents.change_person", "reveal": "residents.reveal_number", "relate": "residents.add_relation",
    "work": "residents.add_work", "verify": "residents.verify_person", "bury": "residents.note_death",
    "house": "residents.form_household", "consents": "residents.view_consents", "readings": "residents.view_readings",
}  # fmt: skip


@require_safe
@admits("residents.view_person", to=person_in_url)
def person(request: SignedInRequest, person: Person) -> HttpResponse:
    """The file. That somebody opened it is kept, for the person to ask about."""
    now = timezone.localtime()
    actions.note_reading(person, Reading.Part.FILE, by=request.user, at=now)
    response = render(
        request,
        "residents/person.html",
        {
            "person": person,
            "file": file_of(person, request.user, now.date()),
            "today": now.date(),
            "masked_number": identity_mask(person.id_number) if person.id_number else "",
            "may": {name: request.user.has_perm(permission, person) for name, permission in HERE.items()},
        },
    )
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
@admits("residents.change_person", to=person_in_url)
def person_change(request: SignedInRequest, person: Person) -> HttpResponse:
    form = ChangeForm(request.POST or None, person=person)
    if not form.is_valid():
        return render(request, "residents/change.html", {"form": form, "person": person})
    facts = form.facts
    actions.change_person(person, by=request.user, at=timezone.localtime(), **facts)
    if form.doubt:
        messages.warning(request, form.doubt)
    return done(request, _("改好了。"), "residents:person", person.pk)


@require_POST
@admits("residents.verify_person", to=person_in_url)
def person_verification(request: SignedInRequest, person: Person) -> HttpResponse:
    actions.verify_person(person, by=request.user, at=timezone.localtime())
    return done(request, _("记下了：今天核对过。"), "residents:person", person.pk)


@never_cache
@require_http_methods(["GET", "POST"])
@admits("residents.reveal_number", to=person_in_url)
def person_number(request: SignedInRequest, person: Person) -> HttpResponse:
    """A full number, after a word what for. It is shown once, on a page nothing keeps."""
    asked = request.GET.get("part", "")
    part = PARTS.get(asked, Reading.Part.PHONE)
    form = RevealForm(request.POST or None)
    number = ""
    if form.is_valid():
        number = actions.reveal_number(person, part, by=request.user, at=timezone.localtime(), **form.cleaned_data)
    context = {
        "form": form,
        "person": person,
        "part": part.label,
        "number": number,
        "is_phone": part == Reading.Part.PHONE,
    }
    return render(request, "residents/number.html", context)


@require_http_methods(["GET", "POST"])
@admits("residents.note_death", to=person_in_url)
def person_death(request: SignedInRequest, person: Person) -> HttpResponse:
    form = DayForm(request.POST or None)
    if not form.is_valid():
        note = _("登记以后，{name}不再算住在这里，结对、走访等提醒也会停。档案照样留着。").format(name=person.name)
        words = {"title": _("{name}去世了").format(name=person.name), "button": _("登记去世"), "note": note}
        return _form(request, form, person, words)
    actions.note_death(person, by=request.user, at=timezone.localtime(), **form.cleaned_data)
    return done(request, _("登记好了。请节哀。"), "residents:person", person.pk)


@require_http_methods(["GET", "POST"])
@admits("residents.add_relation", to=person_in_url)
def new_relation(request: SignedInRequest, person: Person) -> HttpResponse:
    people = readable_by(request.user, timezone.localdate()).exclude(pk=person.pk)
    form = RelationForm(request.POST or None, people=people)
    if not form.is_valid():
        words = {"title": _("{name}的谁").format(name=person.name), "button": _("记下")}
        return _form(request, form, person, words)
    actions.add_relation(person, by=request.user, at=timezone.localtime(), **form.cleaned_data)
    return done(request, _("记下了。"), "residents:person", person.pk)


@require_POST
@admits("residents.end_relation", to=relation_in_url)
def relation_end(request: SignedInRequest, relation: Relation) -> HttpResponse:
    now = timezone.localtime()
    actions.end_relation(relation, on=now.date(), by=request.user, at=now)
    return done(request, _("从今天起不再是了；以前的还看得到。"), "residents:person", relation.person_id)


@require_http_methods(["GET", "POST"])
@admits("residents.add_work", to=person_in_url)
def new_work(request: SignedInRequest, person: Person) -> HttpResponse:
    form = WorkForm(request.POST or None, units=units_of(person.community_id))
    if not form.is_valid():
        words = {"title": _("{name}在哪里工作").format(name=person.name), "button": _("记下")}
        return _form(request, form, person, words)
    actions.add_work(person, by=request.user, at=timezone.localtime(), **form.cleaned_data)
    return done(request, _("记下了。"), "residents:person", person.pk)


@require_POST
@admits("residents.end_work", to=work_in_url)
def work_end(request: SignedInRequest, work: Work) -> HttpResponse:
    now = timezone.localtime()
    actions.end_work(work, on=now.date(), by=request.user, at=now)
    return done(request, _("从今天起不在那里了；以前的还看得到。"), "residents:person", work.person_id)


def _form(request: SignedInRequest, form: object, person: Person, words: dict[str, str]) -> HttpResponse:
    return render(request, "residents/form.html", {"form": form, "person": person, **words})
