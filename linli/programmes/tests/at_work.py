"""A campaign under way, for tests that look at every page."""

from datetime import datetime, timedelta
from types import SimpleNamespace

from linli.programmes.actions import begin_theme, confirm_item, join_record, pledge
from linli.residents.models import Unit


def campaign_at_work(town, unit: Unit, case, at: datetime) -> SimpleNamespace:
    """四包四帮 with one item the street has named, a pledge for it, and a case that keeps the pledge."""
    since = at - timedelta(days=20)
    theme = begin_theme(
        town.guihua, code="sibao_sibang", name="四包四帮", groups=[("包", 4), ("帮", 4)], from_on=since.date(),
        by=town.secretary_liao, at=since,
    )  # fmt: skip
    item = theme.items.get(group="帮", order=2)
    confirm_item(item, name="帮修", about="", source="街道 12 号文", by=town.secretary_liao, at=since)
    made = pledge(
        theme, what="每月修一次路灯", from_on=since.date(), unit=unit, item=item, by=town.secretary_liao, at=since
    )
    join_record(made, kind="case", thing=case, by=town.secretary_liao, at=at)
    return SimpleNamespace(theme=[theme.pk], theme_item=[item.pk], pledge=[made.pk])
