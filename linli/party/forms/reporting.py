"""Mobile members, reporting in, posts claimed, help given, notes to the employer."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.residents.models import Unit

from ..models import ContactMode, MobileReason, MobileRecord, ServicePost
from .fields import day_field


class MobileForm(forms.Form):
    direction = forms.ChoiceField(label=_("方向"), choices=MobileRecord.Direction, widget=forms.RadioSelect)
    left_on = day_field(_("外出日期"))
    reason = forms.ChoiceField(label=_("原因"), choices=MobileReason)
    destination = forms.CharField(label=_("去了哪里"), max_length=100, help_text=_("省、市、县（区），知道的写到街道"))
    destination_code = forms.RegexField(
        r"^\d{6}$", label=_("区划代码"), max_length=6, required=False, help_text=_("六位，知道就写")
    )
    destination_organisation = forms.CharField(label=_("流入地党组织"), max_length=100, required=False)
    destination_contact = forms.CharField(label=_("流入地联系人和电话"), max_length=60, required=False)
    home_organisation = forms.CharField(
        label=_("流出地党组织"), max_length=100, required=False, help_text=_("流入本社区的才写")
    )
    home_contact = forms.CharField(label=_("流出地联系人和电话"), max_length=60, required=False)
    reported_in_on = day_field(_("在流入地报到的日子"), required=False)
    certificate = forms.CharField(label=_("流动党员活动证号"), max_length=30, required=False)
    contact_days = forms.IntegerField(label=_("隔多少天联系一次"), min_value=7, max_value=366, initial=90)


class ContactForm(forms.Form):
    on = day_field(_("哪天"))
    mode = forms.ChoiceField(label=_("怎样联系的"), choices=ContactMode, widget=forms.RadioSelect)
    note = forms.CharField(label=_("说了什么"), max_length=200, required=False, help_text=_("近况、需要帮什么忙"))


class DayForm(forms.Form):
    on = day_field(_("哪天"))


class ReportForm(forms.Form):
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("工作单位"), required=False, empty_label=_("不在下面，另写")
    )
    employer = forms.CharField(label=_("单位名称"), max_length=100, required=False, help_text=_("上面选了的不用写"))
    employer_organisation = forms.CharField(
        label=_("单位党组织"), max_length=100, help_text=_("季度反馈送给它，例如：贺州市市政局机关党支部")
    )
    on = day_field(_("报到日期"))
    posts = forms.MultipleChoiceField(
        label=_("认领岗位"), choices=ServicePost, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["unit"]).queryset = units

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("unit") and not given.get("employer"):
            self.add_error("employer", _("请选工作单位，或者写单位名称。"))
        return given


class ClaimForm(forms.Form):
    posts = forms.MultipleChoiceField(
        label=_("认领岗位"), choices=ServicePost, required=False, widget=forms.CheckboxSelectMultiple
    )


class ServiceForm(forms.Form):
    on = day_field(_("哪天"))
    what = forms.CharField(label=_("做了什么"), max_length=100)
    minutes = forms.IntegerField(label=_("多久（分钟）"), min_value=1, max_value=1440, required=False)
    result = forms.CharField(label=_("结果"), max_length=60, required=False)
    certifier = forms.CharField(label=_("证明人"), max_length=50, required=False)


class NoteForm(forms.Form):
    summary = forms.CharField(
        label=_("这一季度做了什么"), max_length=1000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("已按服务记录写好，可以改；只写事实，不打分"),
    )  # fmt: skip


class ReturnedForm(forms.Form):
    on = day_field(_("哪天收到回执"))
    answer = forms.CharField(label=_("单位的话"), max_length=200, required=False)


class RegisterForm(forms.Form):
    """一表 on paper: in which order, with whole numbers or without, and what for."""

    sort = forms.ChoiceField(
        label=_("怎样排"),
        choices=[
            ("strokes", _("按姓氏笔画")),
            ("pinyin", _("按拼音")),
            ("branch", _("按支部")),
            ("number", _("按编号")),
        ],
    )
    reason = forms.CharField(label=_("用来做什么"), max_length=100, help_text=_("例如：年底党内统计"))
    is_personal = forms.BooleanField(
        label=_("要身份证号、电话、住址的全文"), required=False, help_text=_("会记下谁、什么时候、为什么看了")
    )
