import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.residents.phones import WrongPhone, dialled, is_mobile, normalise, tail


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("13800000001", "+8613800000001"),
        ("138 0000 0001", "+8613800000001"),
        ("138-0000-0001", "+8613800000001"),
        ("１３８０００００００１", "+8613800000001"),
        ("+86 13800000001", "+8613800000001"),
        ("0086-138 0000 0001", "+8613800000001"),
        ("+8613800000001", "+8613800000001"),
        ("013800000001", "+8613800000001"),
        ("0774-5550110", "+867745550110"),
        ("07745550110", "+867745550110"),
        ("（0774）5550110", "+867745550110"),
        ("0774 555 0110", "+867745550110"),
        ("0774－５５５０１１０", "+867745550110"),
        ("+86 774 5550110", "+867745550110"),
        ("+867745550110", "+867745550110"),
        ("0774-5550110-12", "+867745550110-12"),
        ("0774-5550110转12", "+867745550110-12"),
        ("010-62345678", "+861062345678"),
        ("021 6234 5678", "+862162345678"),
        ("400-123-4567", "+864001234567"),
        ("110", "110"),
        ("12345", "12345"),
        ("95598", "95598"),
        ("+852 6123 4567", "+85261234567"),
        ("00852 61234567", "+85261234567"),
    ],
)
def test_one_form_is_kept(raw, kept):
    assert normalise(raw) == kept
    assert normalise(kept) == kept


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        ("1380000000", "您写了 10 位"),
        ("138000000012", "您写了 12 位"),
        ("12800000001", "您写了 11 位或号段不对"),
        ("5550110", "请在前面加上区号"),
        ("没有电话", "不像一个电话号码"),
        ("", "不像一个电话号码"),
        ("0774-123", "不像一个电话号码"),
        ("+86", "不像一个电话号码"),
    ],
)
def test_what_is_no_number_is_explained(raw, complaint):
    with pytest.raises(WrongPhone, match=complaint):
        normalise(raw)


@pytest.mark.parametrize("raw", ["5550110", "555-0110", "555 0110"])
def test_a_neighbour_gives_no_area_code(raw):
    assert normalise(raw, area_code="0774") == "+867745550110"


@pytest.mark.parametrize(
    ("kept", "written", "four"),
    [
        ("+8613800000001", "13800000001", "0001"),
        ("+867745550110", "0774-5550110", "0110"),
        ("+867745550110-12", "0774-5550110-12", "0110"),
        ("+861062345678", "010-62345678", "5678"),
        ("+864001234567", "4001234567", "4567"),
        ("12345", "12345", "2345"),
        ("110", "110", "110"),
        ("+85261234567", "+85261234567", "4567"),
    ],
)
def test_a_kept_number_is_written_the_local_way(kept, written, four):
    assert (dialled(kept), tail(kept)) == (written, four)
    assert normalise(dialled(kept)) == kept


def test_only_mobiles_receive_short_messages():
    assert is_mobile("+8613800000001")
    assert not is_mobile("+867745550110")
    assert not is_mobile("12345")


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "+86", "0086", "+86 ", "86"][:4]))
def test_every_mobile_is_found_again(number, prefix):
    assert normalise(prefix + number) == f"+86{number}"
    assert dialled(f"+86{number}") == number


@given(st.text(max_size=25) | st.text("0123456789+-() 转", max_size=20))
def test_any_text_is_either_kept_stably_or_explained(text):
    try:
        kept = normalise(text)
    except WrongPhone as why:
        answer = str(why)
    else:
        answer = normalise(kept) + normalise(dialled(kept)) + "。"
        assert answer == f"{kept}{kept}。"

    assert answer.endswith("。")
