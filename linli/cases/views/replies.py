"""答复用语: the texts answers begin with, and the words that are watched for. For who answers for the wording."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community

from .. import actions
from ..forms import ReplyTextForm, WatchedWordForm
from ..models import Category, ReplyText
from ..queries.replies import VARIABLES, reference_texts, texts_of
from ..queries.reply_check import internal_words


def text_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[ReplyText], dict[str, Any]]:
    return ReplyText.objects.visible_to(request.user).select_related("category"), {"pk": pk}


@require_safe
@admits("cases.keep_reply_texts")
def reply_texts(request: SignedInRequest) -> HttpResponse:
    word = request.GET.get("q", "").strip()[:40]
    texts = texts_of(own_community(request).pk, word=word, with_hidden=True)
    return render(request, "cases/reply_texts.html", {"texts": texts, "word": word})


@require_http_methods(["GET", "POST"])
@admits("cases.keep_reply_texts")
def new_reply_text(request: SignedInRequest) -> HttpResponse:
    return _keep(request, ReplyText(community=own_community(request)))


@require_http_methods(["GET", "POST"])
@admits("cases.keep_reply_texts", to=text_in_url)
def reply_text(request: SignedInRequest, text: ReplyText) -> HttpResponse:
    return _keep(request, text)


@require_http_methods(["GET", "POST"])
@admits("cases.keep_reply_texts")
def reference_text(request: SignedInRequest, code: str) -> HttpResponse:
    """Make a reference text one's own: changed, or not used here."""
    line = reference_texts().get(code)
    if line is None:
        raise Http404
    community = own_community(request)
    if replaced := ReplyText.objects.filter(community=community, code=code).first():
        return redirect("cases:reply_text", replaced.pk)
    category = Category.objects.filter(code=line.get("category", "")).first()
    text = ReplyText(
        community=community,
        code=code,
        title=line["title"],
        body=line["body"],
        outcome=line["outcome"],
        category=category,
    )
    return _keep(request, text)


def _keep(request: SignedInRequest, text: ReplyText) -> HttpResponse:
    names = ("title", "category", "outcome", "body", "is_in_use")
    form = ReplyTextForm(request.POST or None, initial={name: getattr(text, name) for name in names})
    if not form.is_valid():
        return render(request, "cases/reply_text.html", {"form": form, "text": text, "variables": VARIABLES})
    actions.keep_reply_text(text, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("存好了。"))
    return redirect("cases:reply_texts")


@require_http_methods(["GET", "POST"])
@admits("cases.keep_reply_texts")
def watched_words(request: SignedInRequest) -> HttpResponse:
    """The words watched for; one is added with the form, taken out with its button."""
    community, at = own_community(request), timezone.now()
    if word := request.POST.get("let_be", ""):
        actions.watch_word(community.pk, word=word[:20], is_in_use=False, by=request.user, at=at)
        messages.success(request, _("不再提醒“{word}”。").format(word=word[:20]))
        return redirect("cases:watched_words")
    form = WatchedWordForm(request.POST or None)
    if form.is_valid():
        actions.watch_word(community.pk, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, _("加上了。"))
        return redirect("cases:watched_words")
    return render(request, "cases/watched_words.html", {"form": form, "words": internal_words(community.pk)})
