"""{% drawn_once %}: a piece every page repeats is drawn once for the same facts."""

from typing import Any

from django import template
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()
MOST = 1_000
HERE, TOKEN = "\ue000here\ue001", "\ue000token\ue001"  # private characters: no page contains them


@register.tag
def drawn_once(parser: Parser, token: Token) -> "DrawnOnce":
    """{% drawn_once frame_facts frame_kind %}…{% enddrawn_once %}: drawn anew where a fact or the language differs.

    The facts have to name everything the piece shows; a fact may be a function. Two things need no naming, as they
    are put in afterwards: {% csrf_token %} and {{ here }}. Without facts the piece is simply drawn.
    """
    facts = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodes = parser.parse(("enddrawn_once",))
    parser.delete_first_token()
    return DrawnOnce(nodes, facts)


class DrawnOnce(template.Node):
    """Keeps what it drew by the facts it was drawn from; emptied when it holds `MOST` pieces."""

    def __init__(self, nodelist: NodeList, facts: list[FilterExpression]) -> None:
        self.nodelist, self.facts = nodelist, facts
        self.drawn: dict[tuple[Any, ...], str] = {}

    def render(self, context: Context) -> SafeString:
        facts = (get_language(), *(each.resolve(context, ignore_failures=True) for each in self.facts))
        if facts[1] is None:
            return self.nodelist.render(context)
        drawn = self.drawn.get(facts)
        if drawn is None:
            with context.push(csrf_token=TOKEN, here=HERE):
                drawn = self.nodelist.render(context)
            if len(self.drawn) >= MOST:
                self.drawn.clear()
            self.drawn[facts] = drawn
        if TOKEN in drawn:
            drawn = drawn.replace(TOKEN, str(context.get("csrf_token", "")))
        return mark_safe(drawn.replace(HERE, conditional_escape(context.get("here") or "")))  # noqa: S308 - drawn safely
