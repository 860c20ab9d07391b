"""The ways in: by password, with a code from the phone, with a passkey; and the pages met on the way."""

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import expect

from tests.visiting import PASSWORD, PHONE

from .looking import looked_over

pytestmark = pytest.mark.browser


@pytest.fixture
def look():
    """Look the page over that a visitor has before them; everything found is told at the end."""
    found = []

    def look(visitor):
        found.extend(f"{visitor.path}: {each}" for each in looked_over(visitor.tab))
        visitor.tab.evaluate("delete document.documentElement.dataset.mode")

    yield look
    assert "\n".join(found) == ""


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_the_first_time_one_chooses_a_password_and_then_works(town, visit, look):
    town.operator_lin.must_change_password = True
    town.operator_lin.save()
    operator = visit(width=PHONE).open("/sign-in/login/").sign_in_as("lin", "not it").sees("账号或密码不对。")
    look(operator)
    operator.sign_in_as("lin", PASSWORD)
    operator.tab.wait_for_url("**/password/change/**")
    operator.fill("现在的密码", PASSWORD).fill("新密码", "a").fill("新密码再输一次", "b").press_and_go("改密码")
    look(operator)
    operator.fill("现在的密码", PASSWORD).fill("新密码", "jianan-jie-38").fill("新密码再输一次", "jianan-jie-38")
    operator.press_and_go("改密码")
    operator.open("/desk/").sees("记下这件事")


def test_a_code_from_the_phone_is_asked_for_once_it_is_switched_on(town, visit, look):
    worker = (
        visit()
        .open("/sign-in/login/")
        .sign_in("mo")
        .confirm_it_is_me()
        .open("/accounts/me/")
        .press("两步验证与通行密钥")
        .press("打开动态码")
    )
    secret = worker.tab.locator(".secret").inner_text()
    worker.fill("动态码", "000000").press_and_go("打开动态码")
    look(worker)
    worker.fill("动态码", code_now(secret)).press("打开动态码").sees("备用码")
    look(worker)
    worker.open("/sign-in/2fa/recovery-codes/")
    look(worker)
    spare = worker.tab.locator(".codes li").first.inner_text()
    for page in ("/sign-in/2fa/", "/sign-in/2fa/recovery-codes/generate/", "/sign-in/2fa/totp/deactivate/"):
        look(worker.open(page))

    again = visit(width=PHONE).open("/sign-in/login/").sign_in_as("mo", PASSWORD).sees("还差一步")
    again.fill("动态码或备用码", "000000").press_and_go("登录")
    look(again)
    again.fill("动态码或备用码", spare).press("登录")
    again.tab.wait_for_url("**/desk/")

    worker.open("/sign-in/2fa/totp/deactivate/").press("关掉动态码").sees("没打开")


def test_a_passkey_opens_the_door_by_itself(town, visit, look):
    """Passkeys belong to a name, so the house is visited by name."""
    worker = visit(width=PHONE, host="localhost").open("/sign-in/login/").sign_in("mo").confirm_it_is_me()
    keys = worker.context.new_cdp_session(worker.tab)
    keys.send("WebAuthn.enable")
    keys.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    worker.open("/sign-in/2fa/webauthn/add/").fill("叫什么名字", "接线台电脑")
    worker.main.get_by_label("以后只用它登录，不用再输密码").check()
    worker.press("加上").sees("备用码")
    worker.open("/sign-in/2fa/webauthn/").sees("接线台电脑").sees("不用密码")
    look(worker)
    worker.press_and_go("改名")
    look(worker)
    worker.fill("叫什么名字", "我的手机").press("改好了").sees("我的手机")

    worker.context.clear_cookies()
    worker.open("/sign-in/login/").press("用通行密钥登录")
    worker.tab.wait_for_url("**/desk/")
    look(worker.open("/sign-in/2fa/webauthn/reauthenticate/"))
    worker.press_and_go("用通行密钥").open("/sign-in/2fa/webauthn/").press_and_go("去掉")
    look(worker)
    worker.press("去掉").sees("还没有通行密钥")


def test_leaving_is_asked_once_and_leaves_nothing_open(town, visit):
    worker = visit().open("/sign-in/login/").sign_in("mo")
    worker.tab.locator(".own-name").click()
    worker.tab.get_by_role("button", name="退出").click()
    worker.tab.wait_for_url(lambda url: "/desk/" not in url)
    worker.open("/desk/")
    expect(worker.tab.get_by_label("账号")).to_be_visible()


def test_somebody_with_two_duties_acts_in_the_one_they_choose(town, visit):
    from linli.accounts.models import Duty, User
    from tests.cast import LONG_AGO

    er = User.objects.create(username="er", name="黎二妹", must_change_password=False)
    for role in (Duty.Role.AUDIT_ADMIN, Duty.Role.COMMUNITY_WORKER):
        Duty.objects.create(user=er, role=role, community=town.guihua, from_on=LONG_AGO)
    visitor = visit(er).open("/accounts/audit/").sees("只增不改")
    visitor.tab.locator(".own-name").click()
    visitor.tab.get_by_role("button", name="桂花社区 社区工作者").click()
    visitor.sees("现在以「桂花社区 社区工作者」的身份办事。").open("/accounts/audit/").sees("这一步不归您做")
