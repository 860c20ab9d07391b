"""The way from a number to its rows."""

from typing import Any

from django import template
from django.template import Context

from linli.reports.queries.weeks import Week

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
