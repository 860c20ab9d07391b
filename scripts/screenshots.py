"""Take the pictures of the guides: `python scripts/screenshots.py [--address http://localhost:8000] [name …]`.

Without an address a demo town of its own is built (some minutes), used and thrown away; at an address the house found
there is walked through. With names only those pictures are written, though everything before them is done all the
same; `--only` walks through one part. The pictures lie in docs/pictures and are committed.
"""

import argparse
import os
import sys
from types import ModuleType

import chromium
from pictures import (
    at_the_desk,
    borders,
    branches,
    doings,
    in_the_office,
    ledgers,
    looking_in,
    on_paper,
    one_case,
    photos,
    register,
    rules,
    units,
)
from pictures.camera import PICTURES, Visit
from pictures.house import house
from playwright.sync_api import sync_playwright

PARTS: dict[str, ModuleType] = {
    part.__name__.rpartition(".")[2]: part
    for part in (
        one_case,
        rules,
        at_the_desk,
        photos,
        units,
        on_paper,
        in_the_office,
        register,
        ledgers,
        branches,
        doings,
        borders,
        looking_in,
    )
}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--lang=zh-CN",
    "--font-render-hinting=none",
]
IN_CHINESE = {**os.environ, "LANG": "zh_CN.UTF-8", "LANGUAGE": "zh_CN"}  # the browser's own words, in date inputs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--address", help="of a demo town that runs already")
    parser.add_argument("--only", choices=PARTS, help="the part to walk through")
    parser.add_argument("name", nargs="*", help="pictures to write; all of them when none is named")
    asked = parser.parse_args()
    program = chromium.find() or chromium.install()
    if not program:
        sys.exit("There is no Chromium. Install it, or name it in CHROMIUM.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with house(asked.address) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS, env=IN_CHINESE)
        for name in [asked.only] if asked.only else PARTS:
            PARTS[name].take(Visit(browser, address, asked.name))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
