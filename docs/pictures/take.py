"""Takes the picture of a dossier for the first page: ``python docs/pictures/take.py CASE``; needs Chromium and Pillow.

Promises: what it shows is the dossier of the case as the command writes it, with all but three of its parts left out.
Does not: retouch anything.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import lxml.html
from PIL import Image, ImageChops

HERE = Path(__file__).resolve().parent
WIDTH, ZOOM, MOST_HEIGHT, MARGIN = 960, 4 / 3, 3000, 50
PARTY, ITEMS, QUESTION, SOURCE = "Ministry of the Interior", 2, "women", "2019-05-16-ministry-statement.html"

Element = lxml.html.HtmlElement


def main(case: str) -> None:
    """Write the picture of the dossier of ``case`` beside this file."""
    with tempfile.TemporaryDirectory() as made:
        page, shot = Path(made) / "dossier.html", Path(made) / "shot.png"
        subprocess.run([Path(sys.executable).parent / "witnessmark", "dossier", case, "-o", page], check=True)
        tree = lxml.html.fromstring(page.read_bytes())
        leave_out(tree)
        page.write_bytes(lxml.html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>"))
        look = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        size = [f"--window-size={WIDTH},{MOST_HEIGHT}", f"--force-device-scale-factor={ZOOM}"]
        subprocess.run([browser(), *look, *size, f"--screenshot={shot}", page.as_uri()], check=True)
        picture = Image.open(shot).convert("RGB")
    blank = Image.new("RGB", picture.size, picture.getpixel((0, 0)))
    _, top, _, bottom = ImageChops.difference(picture, blank).getbbox()
    cut = picture.crop((0, top - MARGIN, picture.width, bottom + MARGIN))
    cut.quantize(128, dither=Image.Dither.NONE).save(HERE / "dossier.png", optimize=True)


def leave_out(tree: Element) -> None:
    """Keep a party's first statements, a question, and two passages of a source."""
    for element in tree.xpath('//meta[@http-equiv] | //a[@class="skip"] | //footer | //body/header | //nav'):
        element.drop_tree()
    statements, questions, passages = (
        tree.get_element_by_id(name).getparent() for name in ("statements", "questions", "passages")
    )
    for section in [*tree.get_element_by_id("main")]:
        if section not in (statements, questions, passages):
            section.drop_tree()
    keep(statements, f'.//section[@class="party"][.//h3/*[. = "{PARTY}"]]', 1)
    for item in statements.xpath('.//li[@class="statement"]')[ITEMS:]:
        item.drop_tree()
    keep(questions, f'.//article[.//h3[contains(., "{QUESTION}")]]', 1)
    keep(passages, f'.//section[.//p[contains(., "{SOURCE}")]]', 1)
    shown = passages.xpath('.//div[@class="passage"]')
    for passage in [*shown[:1], *shown[3:]]:
        passage.drop_tree()


def keep(section: Element, wanted: str, most: int) -> None:
    """Drop from ``section`` all parts but its heading and the first ``most`` that are ``wanted``."""
    kept = section.xpath(wanted)[:most]
    if not kept:
        raise SystemExit(f"the dossier has no {wanted}: mend what the picture is to show")
    for part in [*section]:
        if part not in kept and part.tag != "h2":
            part.drop_tree()


def browser() -> str:
    """Return the path of Chromium; exits where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise SystemExit("Chromium is needed to take the picture: install it")
    return found


if __name__ == "__main__":
    main(sys.argv[1])
