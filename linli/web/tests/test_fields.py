import re

import pytest
from django import forms
from django.template import Context, Template

from linli.web.widgets import DayInput, MomentInput, PhoneInput


class Intake(forms.Form):
    who = forms.CharField(label="谁", required=False)
    where = forms.CharField(label="哪里", help_text="街巷和门牌")
    phone = forms.CharField(label="电话", widget=PhoneInput, min_length=11)
    reply_by = forms.ChoiceField(
        label="怎么回您", widget=forms.RadioSelect, choices=[("phone", "电话"), ("none", "不用")]
    )
    secret = forms.BooleanField(label="请为我保密", required=False)
    arrived_at = forms.DateTimeField(label="几点到的", required=False, widget=MomentInput)
    day = forms.DateField(label="哪一天", required=False, widget=DayInput)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def render(template, form):
    return re.sub(r">\s+<", "><", Template(template).render(Context({"form": form})).strip())


def test_label_hint_control_and_error_are_tied_together():
    html = render("{% field form.where %}", Intake({"where": ""}))

    assert '<label for="id_where">哪里</label>' in html
    assert '<div class="hint" id="id_where_helptext">街巷和门牌</div>' in html
    assert 'aria-describedby="id_where_helptext id_where_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<div class="error" id="id_where_error">' in html


def test_what_may_be_left_out_says_so():
    assert '<span class="optional">可不填</span>' in render("{% field form.who %}", Intake())
    assert "可不填" not in render("{% field form.where %}", Intake())
    assert "可不填" not in render("{% field form.secret %}", Intake())


def test_only_the_first_wrong_field_takes_the_focus():
    html = render("{% fields form %}", Intake({}))

    assert re.findall(r'name="(\w+)"[^>]*autofocus', html) == ["where"]


def test_a_group_is_a_fieldset_with_a_legend():
    html = render("{% field form.reply_by %}", Intake({"where": "x", "phone": "13800000001"}))

    assert html.startswith('<fieldset class="field" id="id_reply_by" tabindex="-1" autofocus')
    assert "<legend>怎么回您</legend>" in html
    assert html.count('<label class="choice"><input type="radio"') == 2


def test_one_box_stands_before_its_words():
    html = render("{% field form.secret %}", Intake())

    assert (
        '<label class="check"><input type="checkbox" name="secret" id="id_secret"><span>请为我保密</span></label>'
        in html
    )


def test_a_page_may_say_it_its_own_way():
    html = render('{% field form.where label="地方" hint="" rows=2 data_key="w" %}', Intake())

    assert '<label for="id_where">地方</label>' in html
    assert "街巷" not in html
    assert "describedby" not in html
    assert 'rows="2" data-key="w"' in html


@pytest.mark.parametrize(("name", "kind"), [("arrived_at", "datetime-local"), ("day", "date"), ("phone", "tel")])
def test_inputs_bring_the_right_keyboard(name, kind):
    assert f'type="{kind}"' in render(f"{{% field form.{name} %}}", Intake())


def test_a_moment_goes_out_and_comes_back_the_same():
    form = Intake({"arrived_at": "2026-03-02T09:46"})

    assert 'value="2026-03-02T09:46"' in render("{% field form.arrived_at %}", form)
    assert form.fields["arrived_at"].clean("2026-03-02T09:46").isoformat() == "2026-03-02T09:46:00+08:00"


def test_the_summary_leads_to_each_field():
    form = Intake({"phone": "138", "where": "x", "reply_by": "phone"})
    form.add_error(None, "这个人刚登记过。")
    html = render("{% form_errors form %}", form)

    assert 'role="alert"' in html
    assert "<strong>这个人刚登记过。</strong>" in html
    assert re.findall(r'<a href="#(\w+)">', html) == ["id_phone"]


def test_a_form_in_order_has_no_summary():
    assert render("{% form_errors form %}", Intake()) == ""


def test_all_fields_bring_the_hidden_ones_along():
    html = render("{% fields form %}", Intake())

    assert '<input type="hidden" name="token" id="id_token">' in html
    assert html.count('class="field"') == 7


def test_what_people_write_is_text():
    html = render("{% field form.where %}", Intake({"where": '"><script>x</script>'}))

    assert "<script>" not in html


def test_what_is_wrong_is_said_in_our_words():
    class Wrong(forms.Form):
        name = forms.CharField(max_length=3)
        what = forms.CharField()
        n = forms.IntegerField(min_value=1)
        day = forms.DateField()
        kind = forms.ChoiceField(choices=[("a", "甲")])

    said = {
        field: list(map(str, errors))
        for field, errors in Wrong({"name": "长长的名字", "n": "0", "day": "2026-13-45", "kind": "b"}).errors.items()
    }

    assert said == {
        "name": ["最多 3 个字，现在有 5 个。"],
        "what": ["这里要填。"],
        "n": ["最小填 1。"],
        "day": ["没有这一天，请重新填。"],
        "kind": ["没有「b」这一项，请重新选。"],
    }
