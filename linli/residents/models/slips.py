from django.db import models

from linli.fence.scoping import ManyRows

from .people import Person


class Slip(ManyRows):
    """What a person is found by: each end of their name and of its reading, and their initials, in small letters.

    Part of a name is the beginning of one of its ends, and a beginning is a range of a plain index, which the fence
    lets the database use. Written by triggers beside every person (migration 0009), never by the program.
    """

    pk = models.CompositePrimaryKey("person", "piece")
    person = models.ForeignKey(Person, models.CASCADE, db_index=False, related_name="slips")
    piece = models.CharField(max_length=24, db_collation="C")

    class Meta:
        indexes = [models.Index(fields=["community", "piece", "person"], name="slips_in_order")]

    def __str__(self) -> str:
        return self.piece
