"""The rota with its gap and its swap; and looking back: figures, hot spots, the council list, what was published."""

from datetime import datetime, timedelta

from .camera import BEIJING, DESK, PHONE, Camera, Visit


def take(visit: Visit) -> None:
    secretary = visit.somebody("liao", DESK)
    rota(secretary)
    visit.somebody("qin", PHONE).open("/rota/mine/").take("own-shifts-390", tall=1000).leave()
    secretary.open("/figures/by/month/?period=twelve_months").take(
        "figures-months-1280", ".page-head", "section[aria-labelledby=rates-title]"
    )
    secretary.open("/figures/?period=twelve_months").take("figures-reasons", "section[aria-labelledby=missed-title]")
    secretary.open("/figures/published/").page.locator("tbody th a").first.click()
    secretary.waits_for("公布").take("published-1280", tall=900)
    secretary.open("/figures/hotspots/").take("hotspots-1280", tall=1000)
    secretary.open("/council-list/").take("council-1280", tall=520)
    secretary.leave()


def rota(secretary: Camera) -> None:
    """The week with the gap, which stands four days ahead; the swap waits in the same week or the next."""
    gap = datetime.now(BEIJING) + timedelta(days=4)
    secretary.open(f"/rota/?from={gap:%Y-%m-%d}").take("rota-1280", tall=1040)
    secretary.open("/rota/posts/").press("排进去").waits_for("一天一天看")
    first, last = (datetime.now(BEIJING) + timedelta(days=days) for days in (30, 43))  # the rota is written for 30 days
    secretary.open(f"{secretary.page.url}?since={first:%Y-%m-%d}&until={last:%Y-%m-%d}")
    secretary.take("rota-fill-1280", tall=900)
