"""What happens to figures: they are published."""

from django.utils.translation import gettext_lazy as _

from linli.journal.record import verb

FIGURE_PUBLISHED = verb("reports.figure_published", _("公布{label} {value}：{where}"))
HOT_SPOT_RULE_SET = verb("reports.hot_spot_rule_set", _("热点改为 {months} 个月里 {times} 次"))
