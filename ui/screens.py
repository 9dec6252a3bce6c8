"""Pictures of the page's main states: `python -m ui.screens FOLDER`.

Drives a real Chromium over the real page with the real assistant on the seed articles, so that
somebody can look at what everybody will see. The browser tests use the same browser.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from rag import Assistant

SWITCHES = [
    "--no-sandbox",  # a container's root cannot have one
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SIZES = {"desk": (1440, 900), "laptop": (1100, 720), "phone": (390, 844)}


class NoBrowser(RuntimeError):
    """There is no Chromium to drive."""


def find_chromium() -> str | None:
    """The Chromium to drive, or None for the one that Playwright installs."""
    return os.environ.get("PULLQUOTE_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), None
    )


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser without a window.

    Raises:
        NoBrowser: none is installed; the message says how to get one.
    """
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=SWITCHES)
        except Error as error:
            raise NoBrowser(
                "No Chromium was found: install Debian's (apt-get install chromium) or "
                "Playwright's (playwright install chromium), or name one in PULLQUOTE_CHROMIUM."
            ) from error
        yield browser
        browser.close()


@contextmanager
def served(assistant: Assistant) -> Iterator[str]:
    """The page over `assistant` on a free port; gives its address."""
    from ui.page import chat_page
    from ui.serve import close, serve

    page = chat_page(assistant)
    try:
        yield serve(page, assistant.settings)
    finally:
        close(page)


def ask(page: Page, question: str) -> None:
    """Type a question, press Enter, wait until the answer is settled."""
    asked = page.locator(".turn").count()
    page.fill("#question", question)
    page.press("#question", "Enter")
    page.locator(".turn").nth(asked).wait_for()
    page.wait_for_selector("body:not(.busy)")


def take(folder: Path, address: str, browser: Browser) -> None:
    """Write a picture of each main state, in each size, light and dark."""
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                has_touch=size == "phone",
            )
            page = context.new_page()
            page.goto(address)

            def shot(name: str, *, at: Page = page, of: str = f"{size}-{scheme}") -> None:
                at.wait_for_timeout(400)
                at.screenshot(path=folder / f"{of}-{name}.png")

            page.wait_for_selector(".welcome .questions")
            shot("1-welcome")
            ask(page, "How much was China-Russia trade worth last year?")
            shot("2-answer")
            page.locator(".cite").first.hover()
            shot("3-quotation")
            ask(page, "Where did Mishustin and Li Qiang meet?")
            page.locator(".cite").last.click()
            page.wait_for_selector("mark.exact")
            shot("4-article")
            page.keyboard.press("Escape")
            ask(page, "Who won the 1998 World Cup?")
            page.wait_for_selector("#live .questions")
            shot("5-refusal")
            if size == "phone":
                page.click("#head [data-do=rail]")
                shot("6-contents")
            else:
                page.locator("#articles input").first.check()
                page.fill("#from", "2023-05-01")
                page.locator("#from").blur()
                shot("6-limits")
            context.close()


def main() -> None:
    """Write the pictures into the folder that the command line names."""
    from rag import Assistant, Settings

    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "screens")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        settings = Settings(data=Path(data), port=0)
        with Assistant(settings) as assistant, chromium() as browser:
            assistant.index()
            with served(assistant) as address:
                take(folder, address, browser)
    print(f"pictures are in {folder}")


if __name__ == "__main__":
    main()
