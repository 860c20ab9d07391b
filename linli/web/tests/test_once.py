from django.template import Context, Template
from django.utils.translation import override

PIECE = "{% drawn_once facts %}<p>{{ name }}</p><i>{{ here }}</i>{% csrf_token %}{% enddrawn_once %}"


class Name:
    """Counts how often it is drawn."""

    drawn = 0

    def __init__(self, text="黄女士"):
        self.text = text

    def __str__(self):
        type(self).drawn += 1
        return self.text


def draw(template, facts, name="", here="/", token="t"):
    return template.render(Context({"facts": facts, "name": name, "here": here, "csrf_token": token}))


def test_the_same_facts_are_drawn_once_and_others_anew():
    template, name = Template(PIECE), Name()
    before = Name.drawn

    first = draw(template, ("黄女士", 3), name)
    assert draw(template, ("黄女士", 3), name) == first
    assert Name.drawn == before + 1
    assert "<p>韦先生</p>" in draw(template, ("韦先生", 3), Name("韦先生"))
    assert "<p>黄女士</p>" in draw(template, ("黄女士", 3), name)


def test_another_language_is_drawn_anew():
    template = Template("{% load i18n %}{% drawn_once facts %}{% translate '退出' %}{% enddrawn_once %}")

    assert draw(template, ("x",)) == "退出"
    with override("en"):
        assert draw(template, ("x",)) == "Sign out"


def test_address_and_token_are_those_of_this_page_and_harmless():
    template = Template(PIECE)

    assert "<i>/desk/</i>" in draw(template, ("x",), here="/desk/", token="first")
    again = draw(template, ("x",), here='/cases/?q="><script>', token="second")
    assert "<i>/cases/?q=&quot;&gt;&lt;script&gt;</i>" in again
    assert 'value="second"' in again
    assert "first" not in again


def test_without_facts_it_is_simply_drawn():
    template = Template(PIECE)

    assert "<p>甲</p>" in draw(template, None, "甲")
    assert "<p>乙</p>" in draw(template, None, "乙")


def test_facts_may_be_a_function():
    template = Template(PIECE)

    assert "<p>甲</p>" in draw(template, lambda: ("甲",), "甲")
    assert "<p>乙</p>" in draw(template, lambda: ("乙",), "乙")
