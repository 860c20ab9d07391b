"""What each consent is for, in words for the person who is asked: what is shown, where, until when."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Consent, Person

Purpose = Consent.Purpose


@dataclass(frozen=True)
class Explained:
    what: Promise
    where: Promise
    until: Promise


EXPLAINED = {
    Purpose.PHOTO_ON_BOARD: Explained(
        _("您的一张照片，旁边是姓名和管哪一片"),
        _("责任区公示牌：楼下的纸牌和网上的责任区页面，谁都看得到"),
        _("不再管这一片，或者撤回的那天"),
    ),
    Purpose.PHONE_ON_BOARD: Explained(
        _("您的手机号码"),
        _("责任区公示牌：楼下的纸牌和网上的责任区页面，谁都看得到"),
        _("不再管这一片，或者撤回的那天"),
    ),
    Purpose.HONOUR_LIST: Explained(
        _("您的姓名和做了什么好事"), _("社区公示栏和网上的光荣榜，谁都看得到"), _("换下一期，或者撤回的那天")
    ),
    Purpose.ACTIVITY_PHOTOS: Explained(
        _("活动中拍到您的照片"), _("活动小结、社区公示栏和网站"), _("撤回的那天；已经印出去的不再加印")
    ),
    Purpose.PHONE_TO_BRANCH: Explained(
        _("您的手机号码"), _("同一个党支部的党员名册里，只有支部的人看得到"), _("转出支部，或者撤回的那天")
    ),
    Purpose.PAIRING: Explained(
        _("您的姓名、住处、电话和需要什么帮助"), _("只给和您结对的人或单位"), _("结对结束，或者撤回的那天")
    ),
    Purpose.TO_UNIT: Explained(
        _("您的姓名、电话和要办的那件事"), _("只给要帮您办事的驻区单位"), _("事情办完，或者撤回的那天")
    ),
}


@dataclass(frozen=True)
class Use:
    """One purpose for one person: explained, and the consent that runs, if one does."""

    purpose: Consent.Purpose
    explained: Explained
    running: Consent | None


def uses_of(person: Person) -> list[Use]:
    """Return every purpose with the consent of `person` that runs. One query."""
    running = {each.purpose: each for each in consents_of(person).filter(withdrawn_on=None)}
    return [Use(purpose, EXPLAINED[purpose], running.get(purpose)) for purpose in Purpose]


def consents_of(person: Person) -> QuerySet[Consent]:
    """Return everything somebody ever agreed to, the latest first."""
    return Consent.objects.filter(person=person).select_related("recorded_by").order_by("-given_on", "-pk")


def running_consents(community_ids: Iterable[int], purpose: Consent.Purpose) -> QuerySet[Consent]:
    """Return the consents for one purpose that run, of people whose data is in use."""
    running = Consent.objects.filter(
        community__in=list(community_ids), purpose=purpose, withdrawn_on=None, person__frozen_on=None
    )
    return running.select_related("person")
