"""The way from a number to its rows."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse

from linli.reports.metrics import metric
from linli.reports.queries.weeks import Week
from linli.reports.scope import Scope

register = template.Library()


@register.simple_tag(takes_context=True)
def rows_url(context: Context, code: str, part: str = "", week: Week | None = None, **narrows: Any) -> str:
    """{% rows_url "arrived_on_time" part="kept" zone=3 %}: the rows of that number, for what the page was asked."""
    asked = context["asked"]
    scope = asked.scope.during(week.window) if week else asked.scope
    return asked.rows_url(code, scope, part, **narrows)


@register.simple_tag(takes_context=True)
def line_url(context: Context, code: str, line: Any, part: str = "") -> str:
    """{% line_url "appeals_total" line %}: the same, narrowed to one line of a table."""
    return rows_url(context, code, part, **line.narrows)


@register.simple_tag
def metric_label(code: str) -> str:
    """{% metric_label "arrived_on_time" %}: what the metric of that code is called."""
    return str(metric(code).label)


@register.simple_tag
def narrowed_rows_url(code: str, scope: Scope, narrows: dict[str, Any]) -> str:
    """{% narrowed_rows_url "appeals_total" scope spot.narrows %}: rows of a page that was not asked for days."""
    query = {"from": scope.window.from_on, "to": scope.window.to_on, **narrows, "as_of": scope.as_of.isoformat()}
    if scope.zone_id is not None and "lane" in narrows:
        query["zone"] = scope.zone_id
    return f"{reverse('reports:rows', args=[code])}?{urlencode(query)}"
