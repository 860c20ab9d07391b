"""Telephone numbers stay under their seal until somebody says why they need one."""

from cryptography.fernet import Fernet

from .builders import a_case


def test_pages_that_show_only_the_end_of_a_number_never_open_the_seal(client, town, at, settings):
    case = a_case(town, at=at)
    client.force_login(town.operator_lin)
    settings.SEALING_KEYS = [Fernet.generate_key().decode()]  # whoever opened a seal now would fail

    for path in ("/desk/", "/cases/", f"/cases/{case.number}/", f"/cases/{case.number}/receipt/"):
        page = client.get(path)
        assert (path, page.status_code) == (path, 200)
        assert "0001" in page.content.decode()
