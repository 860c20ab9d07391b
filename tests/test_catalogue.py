"""The catalogue tool itself: what it takes for a sentence, and what it complains of."""

import io
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"
sys.path.insert(0, str(SCRIPTS))

import catalogue  # noqa: E402
import literal_chinese  # noqa: E402


@pytest.mark.parametrize(
    "source",
    [
        'title = _("登记")',
        'title = gettext_lazy("登" "记")',
        'title = ngettext("%(n)s 件", "%(n)s 件", n)',
        'def f():\n    """登记。"""\n',
        "x = 1  # 登记\n",
        'NUMBER = "号"  # catalogue: data\n',
        'WORDS = [\n    "号",  # catalogue: data\n    "栋",\n]\n',
        '# catalogue: data\nA = "号"\nB = "栋"\n',
    ],
)
def test_python_that_is_fine(source):
    assert literal_chinese.in_python(source) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('title = "登记"', [(1, "登记")]),
        ('title = _(f"登记{x}")', [(1, "登记")]),
        ('def f():\n    raise Refusal("不行")', [(2, "不行")]),
        ('if x == "号":  # catalogue: data\n    y = "登记"', [(2, "登记")]),
        ('A = "号"  # catalogue: data\nB = "登记"', [(2, "登记")]),
    ],
)
def test_python_that_hides_chinese(source, found):
    assert literal_chinese.in_python(source) == found


@pytest.mark.parametrize(
    "source",
    [
        '<h1>{% translate "登记" %}</h1>',
        "{% blocktranslate count n=n %}{{ n }} 件{% plural %}{{ n }} 件{% endblocktranslate %}",
        '{% field label=_("哪里") %}{{ name|default:_("无") }}',
        "{# 说明 #}<!-- 说明 -->{% comment %}说明{% endcomment %}",
    ],
)
def test_templates_that_are_fine(source):
    assert literal_chinese.in_template(source) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<h1>\n登记</h1>", [(2, "登记</h1>")]),
        ('{% field label="哪里" %}', [(1, 'field label="哪里"')]),
        ('{{ name|default:"无" }}', [(1, 'name|default:"无"')]),
    ],
)
def test_templates_that_hide_chinese(source, found):
    assert literal_chinese.in_template(source) == found


def test_scripts_may_only_comment_in_chinese():
    assert literal_chinese.in_script('// 说明\n/* 说明\n说明 */\nlet a = "登记";') == [(4, 'let a = "登记";')]


def test_sentences_are_found_in_templates_whatever_their_indentation():
    template = '<p>\n   {% translate "登记" %}\n {% if x %}\n      {{ _("办结") }}</p>'
    python = catalogue.template_as_python(template, "x.html")
    found = [message for _line, message, *_rest in extract("python", io.BytesIO(python.encode()), catalogue.KEYWORDS)]

    assert found == ["登记", "办结"]


def complaints(known, wanted):
    return list(catalogue.complaints_of(known, wanted))


def a_catalogue(*messages):
    catalog = Catalog("en", fuzzy=False)
    for message_id, string in messages:
        catalog.add(message_id, string, locations=[("a.py", 3)])
    return catalog


def test_a_complete_catalogue_has_no_complaints():
    entries = [("{who}接单", "{who} accepted"), (("%(n)s 件", "%(n)s 件"), ("one case", "%(n)s cases"))]

    assert complaints(a_catalogue(*entries), a_catalogue(*[(message_id, "") for message_id, _ in entries])) == []


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        (("登记", ""), "a.py:3: no English for “登记”"),
        (("{who}接单", "accepted"), "a.py:3: {who} missing in the English of “{who}接单”"),
        (("接单", "{who} accepted"), "a.py:3: unknown {who} in the English of “接单”"),
        ((("%(n)s 件", "%(n)s 件"), ("one", "many")), "a.py:3: %(n)s missing in the English of “%(n)s 件”"),
    ],
)
def test_what_is_wrong_is_named(entry, complaint):
    assert complaints(a_catalogue(entry), a_catalogue((entry[0], ""))) == [complaint]


def test_missing_and_leftover_sentences_are_named():
    assert complaints(a_catalogue(("旧话", "old")), a_catalogue(("新话", ""))) == [
        "a.py:3: no English for “新话”",
        "linli/locale/en/LC_MESSAGES/django.po: nobody says “旧话” any more",
    ]


def test_a_sentence_that_counts_in_one_place_counts_everywhere():
    many = catalogue.Said("a.html", 1, ("{n} 次", "{n} 次"), None)
    plain = catalogue.Said("b.html", 2, "{n} 次", None)

    assert list(catalogue.said_two_ways([many, plain])) == ["b.html:2: “{n} 次” counts in a.html and not here"]
    assert list(catalogue.said_two_ways([many, many, plain._replace(context="热点")])) == []
