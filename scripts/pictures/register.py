"""The register of residents: finding, one person, one home, two that are one, consents, who has read."""

from .camera import DESK, Visit


def take(visit: Visit) -> None:
    worker = visit.somebody("mo", DESK)
    worker.open("/residents/?q=qin").take("register-1280", tall=900)
    worker.page.locator("main tbody a", has_text="覃").first.click()
    worker.page.wait_for_url("**/residents/people/*/")
    worker.take("person-1280", tall=1000)
    person = worker.page.url
    worker.open(f"{person}consents/").take("consents-1280", tall=760)
    worker.open(f"{person}readings/").take("readings-1280", tall=640)
    worker.open(person).page.locator("a[href^='/residents/households/']").first.click()
    worker.page.wait_for_url("**/residents/households/*/")
    worker.take("household-1280", tall=820)
    worker.open("/residents/doubles/").page.locator("a[href*='/merger/']").first.click()
    worker.page.wait_for_url("**/merger/**")
    worker.take("person-merger-1280", "main h1", "main form")
    worker.leave()
