from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows

from .people import Person


class Slip(ManyRows):
    """What a person is found by: each end of their name and of its reading, and their initials, in small letters.

    Part of a name is the beginning of one of its ends, and a beginning is a range of a plain index, which the fence
    lets the database use. Written by triggers beside every person (migration 0009), never by the program, and taken
    away by them before a person is: so no key is looked up, which six times for everybody who comes was half the price.
    """

    pk = models.CompositePrimaryKey("person", "piece")
    community = models.ForeignKey(
        "territory.Community", models.PROTECT, db_constraint=False, db_index=False, verbose_name=_("社区"),
        related_name="+",
    )  # fmt: skip
    person = models.ForeignKey(Person, models.CASCADE, db_constraint=False, db_index=False, related_name="slips")
    piece = models.CharField(max_length=24, db_collation="C")

    class Meta:
        indexes = [models.Index(fields=["community", "piece", "person"], name="slips_in_order")]

    def __str__(self) -> str:
        return self.piece
