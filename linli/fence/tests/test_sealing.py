import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test import override_settings
from django.test.utils import isolate_apps
from django.utils.crypto import salted_hmac
from hypothesis import given
from hypothesis import strategies as st

from linli.fence.sealing import SealBroken, SealedTextField, keyed_hash, seal, unseal

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


with isolate_apps("linli.fence"):  # no other test may meet it among the models

    class Envelope(models.Model):  # noqa: DJ008 - nobody ever sees one
        """Has no table: what a query would say is enough."""

        secret = SealedTextField(blank=True, null=True)

        class Meta:
            app_label = "fence"
            managed = False


def stored(value):
    return Envelope._meta.get_field("secret").get_db_prep_save(value, connection)


def read_back(value):
    return Envelope._meta.get_field("secret").from_db_value(value, None, connection)


def test_what_is_stored_says_nothing_and_reads_back():
    assert "13800000001" not in stored("13800000001")
    assert read_back(stored("13800000001")) == "13800000001"


def test_the_same_words_are_sealed_differently_every_time():
    assert stored("韦") != stored("韦")


@pytest.mark.parametrize("nothing", ["", None])
def test_nothing_stays_nothing(nothing):
    assert stored(nothing) == nothing
    assert read_back(nothing) == nothing


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_survives(text):
    assert unseal(seal(text)) == text


@pytest.mark.parametrize("lookup", ["secret", "secret__icontains", "secret__in", "secret__gt", "secret__length"])
def test_a_sealed_column_cannot_be_searched(lookup):
    with pytest.raises(FieldError, match=r"Envelope\.secret is sealed and cannot be searched .*keyed_hash"):
        Envelope.objects.filter(**{lookup: ["13800000001"] if lookup.endswith("in") else "13800000001"})


def test_one_may_ask_whether_anything_is_there():
    assert "IS NOT NULL" in str(Envelope.objects.filter(secret__isnull=False).query)


def test_a_new_key_seals_and_the_old_one_still_opens():
    with override_settings(SEALING_KEYS=[OLD]):
        before = seal("451102")
    with override_settings(SEALING_KEYS=[NEW, OLD]):
        assert unseal(before) == "451102"
        after = seal("451102")
    with override_settings(SEALING_KEYS=[NEW]):
        assert unseal(after) == "451102"
        with pytest.raises(SealBroken):
            unseal(before)


def test_a_changed_row_is_noticed():
    with pytest.raises(SealBroken):
        unseal(seal("13800000001")[:-4] + "AAAA")


def test_a_keyed_hash_is_the_same_only_for_the_same_value_and_kind():
    phone = keyed_hash("phone", "+8613800000001")

    assert phone == keyed_hash("phone", "+8613800000001")
    assert len(phone) == 64
    assert phone != keyed_hash("phone", "+8613800000002")
    assert phone != keyed_hash("identity", "+8613800000001")


def test_a_keyed_hash_is_the_one_django_would_make():
    said = salted_hmac("linli phone", "覃", algorithm="sha256").hexdigest()
    assert [keyed_hash("phone", "覃") for _time in range(2)] == [said, said]


def test_a_keyed_hash_is_useless_without_the_key():
    ours = keyed_hash("phone", "+8613800000001")

    with override_settings(SECRET_KEY="somebody else's"):
        assert keyed_hash("phone", "+8613800000001") != ours
