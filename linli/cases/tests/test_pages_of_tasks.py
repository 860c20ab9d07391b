"""The page of a keeper's tasks."""

from .builders import a_case_in_hand


def test_a_task_says_what_was_told_and_by_whom_and_no_more_than_that(client, town, at):
    case = a_case_in_hand(town, at=at, name="<b>莫先生", content="<i>水沟" + "堵" * 200)
    client.force_login(town.keeper_wei)

    page = client.get("/tasks/").content.decode()

    assert "打给&lt;b&gt;莫先生</a>" in page
    assert "<blockquote>&lt;i&gt;水沟" + "堵" * 150 in page
    assert "堵" * 156 not in page
    assert f'<form method="post" action="/cases/{case.number}/arrival/" data-double-guard><input type="hidden"' in page
    assert "<b>莫" not in page
