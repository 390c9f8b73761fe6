"""Make the pictures of the docs: the heat-map in a browser, and the plots.

    python docs/pictures.py

Needs the extras `plot` and `browser`, and Debian's chromium and chromium-driver.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path

from matplotlib import rc_context
from PIL import Image
from selenium import webdriver

from summarize import Summary, summarize

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "docs" / "_static"
FLAGS = ("headless", "no-sandbox", "disable-gpu", "no-first-run", "hide-scrollbars")
NARROWED = 1.5  # pixels of the picture to one of the page


def heatmap(summary: Summary, told: int, width: int = 900, height: int = 470) -> Image.Image:
    """Give a screenshot of the page, with the reasons of one sentence open."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in FLAGS:
        options.add_argument(f"--{flag}")
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as file:
            file.write(summary.to_html())
            file.flush()
            size = {"width": width, "height": height, "deviceScaleFactor": NARROWED}
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {**size, "mobile": False})
            driver.get(Path(file.name).as_uri())
            driver.execute_script(f"document.querySelectorAll('[data-i]')[{told}].click()")
            return Image.open(io.BytesIO(driver.get_screenshot_as_png()))
    finally:
        driver.quit()


def main() -> None:
    """Write the pictures."""
    text = (ROOT / "examples" / "tram.txt").read_text(encoding="utf-8")
    summary = summarize(text, words=70)
    picture = heatmap(summary, told=1).convert("RGB").quantize(64)
    picture.save(STATIC / "heatmap.png", optimize=True)
    with rc_context({"svg.hashsalt": "summarize"}):  # the same names each time
        for kind in ("scores", "similarity"):
            axes = summarize(text, sentences=5, method="textrank").plot(kind)
            axes.figure.savefig(STATIC / f"{kind}.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
