"""A register brought in as a table, and a ledger that is kept."""

from .camera import DESK, Visit


def take(visit: Visit) -> None:
    worker = visit.somebody("mo", DESK).open("/sheets/")
    worker.page.locator("main a", has_text="摸底登记表").first.click()
    worker.page.wait_for_url("**/sheets/imports/*/")
    worker.take("import-people-1280", tall=900)
    worker.open("/sheets/ledgers/").take("ledgers-1280", tall=800)
    worker.page.locator("main a", has_text="八十岁以上老人").first.click()
    worker.page.wait_for_url("**/sheets/ledgers/*/")
    worker.take("ledger-1280", tall=900)
    worker.page.locator("main a[href$='/change/']").first.click()
    worker.take("ledger-columns-1280", tall=1000).leave()
