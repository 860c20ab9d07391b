import pytest

from linli.web.masks import mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("韦小明", "韦*明"),
        ("黄丽", "黄*"),
        ("欧阳小明", "欧阳**"),
        ("欧阳明", "欧阳*"),
        ("欧阳", "欧*"),
        ("张　三", "张*"),
        ("黄女士", "黄女士"),
        ("王大爷", "王大爷"),
        ("阿卜杜拉·买买提", "阿**"),
        ("Smith", "S**"),
        ("女士", "女*"),
        ("覃", "覃*"),
        ("", ""),
        (None, ""),
    ],
)
def test_names_keep_what_tells_people_apart_at_the_door(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13800000001", "138****0001"),
        ("138 0000 0001", "138****0001"),
        ("+86 13800000001", "138****0001"),
        ("0774-5550110", "0774-****0110"),
        ("010-55501234", "010-****1234"),
        ("5550110", "555****0110"),
        ("0001", "****0001"),
        ("", ""),
        (None, ""),
    ],
)
def test_numbers_keep_head_and_tail(number, masked):
    assert mask_phone(number) == masked
