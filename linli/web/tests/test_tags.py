from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation


def render(template, **context):
    return Template(template).render(Context(context)).strip()


def test_icon_is_decoration():
    assert render('{% icon "check" %}') == (
        '<svg class="icon" aria-hidden="true"><use href="/static/web/icons.svg#icon-check"/></svg>'
    )


def test_badge_is_tone_shape_and_word():
    html = render('{% badge "守约" "jade" "check" %}')

    assert html.startswith('<span class="badge" data-tone="jade"><svg')
    assert html.endswith("守约</span>")
    assert render('{% badge "热线" %}') == '<span class="badge">热线</span>'


def test_blank_says_what_happened_and_what_now():
    html = render(
        '{% blank title="没有这一页" icon="search" tone="amber" level=1 %}<p>{{ why }}</p>{% endblank %}', why="<错>"
    )

    assert html.startswith('<section class="sheet empty" data-tone="amber"><svg')
    assert "<h1>没有这一页</h1><p>&lt;错&gt;</p></section>" in html


def test_the_empty_include_takes_a_sentence_and_a_door():
    html = render('{% include "ui/empty.html" with title="没有" text="为什么" url="/x/" label="去看" %}')

    assert "<h2>没有</h2><p>为什么</p>" in html
    assert '<a class="button" href="/x/">去看</a>' in html


@pytest.mark.parametrize(
    ("changes", "query"),
    [
        ('state="late"', "?zone=3&state=late"),
        ("state=None", "?zone=3"),
        ('zone=""', "?state=open"),
        ("", "?zone=3&state=open"),
    ],
)
def test_filters_change_one_by_one_and_start_from_the_first_page(changes, query):
    request = RequestFactory().get("/?zone=3&state=open&older=5-7")

    assert render(f"{{% autoescape off %}}{{% query_with {changes} %}}{{% endautoescape %}}", request=request) == query


def test_pager_leads_both_ways_or_is_not_there():
    both = render("{% pager page %}", page=SimpleNamespace(newer_url="?newer=1", older_url="?older=2"))

    assert 'href="?newer=1" rel="prev"' in both
    assert 'href="?older=2" rel="next"' in both
    assert render("{% pager page %}", page=SimpleNamespace(newer_url=None, older_url=None)) == ""
    assert "到底了" in render("{% pager page %}", page=SimpleNamespace(newer_url="?", older_url=None))


@pytest.mark.parametrize(("language", "tag"), [("zh-hans", "zh-Hans"), ("en", "en")])
def test_the_page_names_its_language_as_html_wants_it(language, tag):
    with translation.override(language):
        assert render("{% language_tag %}") == tag


def test_words_for_scripts_are_data_that_cannot_run():
    html = render("{% page_words %}")

    assert html.startswith('<script id="page-words" type="application/json">{"clock": {')
    assert html.count("<") == 2


def test_masks_are_filters():
    assert render('{{ "韦小明"|mask_name }} {{ "13800000001"|mask_phone }}') == "韦*明 138****0001"
