"""What the list and the search are narrowed by, drawn once for the same choices and the same values."""

from functools import lru_cache

from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from linli.territory.queries import ZoneLine

from ..forms import CaseFilterForm, SearchForm
from ..queries.categories import Line

WORDS = "q"
OF_LIST = ("state", "channel", "zone", "since", "until")
OF_SEARCH = ("state", "category", "channel", "zone", "who", "since", "until")

Given = tuple[tuple[str, str], ...]


def words_field(given: QueryDict) -> BoundField:
    """Return the field for words, which may name somebody: it is drawn for each answer and kept nowhere."""
    return CaseFilterForm({WORDS: given.get(WORDS, "")}, zones=[])[WORDS]


def filters_of_list(given: QueryDict, zones: list[ZoneLine]) -> SafeString:
    return _drawn(OF_LIST, _values(given, OF_LIST), tuple(zones), (), get_language())


def filters_of_search(given: QueryDict, zones: list[ZoneLine], categories: list[Line]) -> SafeString:
    return _drawn(OF_SEARCH, _values(given, OF_SEARCH), tuple(zones), tuple(categories), get_language())


def _values(given: QueryDict, names: tuple[str, ...]) -> Given:
    return tuple((name, str(given[name])) for name in names if given.get(name))


@lru_cache(maxsize=128)
def _drawn(
    names: tuple[str, ...],
    values: Given,
    zones: tuple[ZoneLine, ...],
    categories: tuple[Line, ...],
    _language: str | None,
) -> SafeString:
    form = (
        SearchForm(dict(values), zones=zones, categories=categories)
        if names is OF_SEARCH
        else CaseFilterForm(dict(values), zones=zones)
    )
    return render_to_string("cases/narrowing.html", {"fields": [form[name] for name in names]})
