"""Identity numbers and credit codes: every vector of domain reference §8.1 and §8.2, all made up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.residents.numbers import (
    USCC_ALPHABET,
    WrongNumber,
    birth_date,
    identity_check,
    identity_mask,
    is_male,
    normalise_identity_number,
    normalise_uscc,
    uscc_check,
)


@pytest.mark.parametrize(
    ("raw", "male", "born"),
    [
        ("45110219000101001X", True, date(1900, 1, 1)),
        ("451102190001010028", False, date(1900, 1, 1)),
        ("451102190003151182", False, date(1900, 3, 15)),
        ("451102190402290171", True, date(1904, 2, 29)),
        ("810000190001010018", True, date(1900, 1, 1)),
        ("820000190001010028", False, date(1900, 1, 1)),
        ("830000190001010038", True, date(1900, 1, 1)),
        ("91115619000101001X", True, date(1900, 1, 1)),
    ],
)
def test_valid_numbers_tell_sex_and_birth_date(raw, male, born):
    number = normalise_identity_number(raw)

    assert (number, is_male(number), birth_date(number)) == (raw, male, born)


@pytest.mark.parametrize(
    "raw",
    ["45110219000101001x", " 451102 19000101 001X ", "45110219000101001X", "451102-19000101-001x", "451102000101001"],
)
def test_one_number_in_many_spellings(raw):
    assert normalise_identity_number(raw) == "45110219000101001X"


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        ("451102190002290017", "出生日期不存在"),
        ("451102190001010010", "最后一位对不上"),
        ("45110219000101", "应是 18 位"),
        ("4511021900010100100", "应是 18 位"),
        ("X5110219000101001X", "应是 18 位"),
        ("四五一一〇二", "应是 18 位"),
        ("", "应是 18 位"),
    ],
)
def test_wrong_numbers_are_explained(raw, complaint):
    with pytest.raises(WrongNumber, match=complaint):
        normalise_identity_number(raw)


def test_nobody_was_born_in_the_year_0900():
    seventeen = "45110209000101001"

    with pytest.raises(WrongNumber, match="出生日期不存在"):
        normalise_identity_number(seventeen + identity_check(seventeen))


def test_the_mask_hides_the_birth_date():
    assert identity_mask("45110219000101001X") == "451102********001X"


births = st.dates(date(1850, 1, 1), date(2030, 12, 31))


@given(births, st.integers(0, 999))
def test_every_completed_number_is_accepted_and_read_back(born, sequence):
    seventeen = f"451102{born:%Y%m%d}{sequence:03}"
    number = seventeen + identity_check(seventeen)

    assert normalise_identity_number(number) == number
    assert birth_date(number) == born
    assert is_male(number) == (sequence % 2 == 1)


@given(births, st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(born, sequence, place, shift):
    seventeen = f"451102{born:%Y%m%d}{sequence:03}"
    wrong = str((int(seventeen[place]) + shift) % 10)

    with pytest.raises(WrongNumber):
        normalise_identity_number(seventeen[:place] + wrong + seventeen[place + 1 :] + identity_check(seventeen))


@given(st.text(max_size=25))
def test_any_text_is_either_a_number_or_explained(text):
    try:
        answer = normalise_identity_number(text)
    except WrongNumber as why:
        answer = str(why)

    assert len(answer) == 18 or answer.endswith("再看一遍。")


@pytest.mark.parametrize(
    "code",
    [
        "11451102000000019N",
        "12451102ABCD1234X0",
        "52451102MJQ000015B",
        "91451102MA00000155",
        "54451102MEA000018F",
        "N2451102MF0000013Q",
        "Y1451102000000027K",
        "91110000600037341L",
    ],
)
def test_valid_credit_codes(code):
    assert normalise_uscc(code) == code
    assert normalise_uscc(f" {code.lower()} ") == code


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        ("91451102MA00000156", "最后一位对不上"),
        ("91451102MA0000015", "应是 18 位"),
        ("9145110ZMA00000155", "应是 18 位"),
        ("", "应是 18 位"),
    ],
)
def test_wrong_credit_codes_are_explained(raw, complaint):
    with pytest.raises(WrongNumber, match=complaint):
        normalise_uscc(raw)


@given(st.text(USCC_ALPHABET, min_size=17, max_size=17), st.integers(0, 15))
def test_two_exchanged_neighbours_are_always_noticed(first, place):
    exchanged = first[:place] + first[place + 1] + first[place] + first[place + 2 :]

    assert normalise_uscc(first + uscc_check(first)) == first + uscc_check(first)
    if exchanged != first:
        with pytest.raises(WrongNumber):
            normalise_uscc(exchanged + uscc_check(first))
