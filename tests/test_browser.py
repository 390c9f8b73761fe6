"""The heat-map in a real browser: the slider, the keyboard, hostile text, who may read it.

Runs where Chromium and its driver are installed, and the extra `browser`; nothing is fetched.
"""

import json
import shutil
import time

import pytest
from texts import DAM, LANGUAGES

from summarize import summarize

webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium: the extra browser")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="needs Debian's packages chromium and chromium-driver"
)
HOSTILE = (
    "The dam </script><script>document.title='broken'</script> broke."
    " <img src=x onerror='alert(1)'>"
    ' It "rained" &amp; it’s over. The dam had cracks\u202e and a --> b. <b>Bees</b> came back.'
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """Start a browser that notes its errors and its requests."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (
        "headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
        "disable-background-networking", "disable-component-update", "disable-sync",
        f"user-data-dir={tmp_path_factory.mktemp('profile')}",
    ):  # fmt: skip
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def shown(browser, tmp_path):
    """Open pages; at the end nothing was complained of, and nothing was asked for elsewhere."""
    opened = []
    browser.get_log("performance")  # what the browser asked for at its start

    def show(html):
        path = tmp_path / f"page{len(opened)}.html"
        path.write_text(html, encoding="utf-8")
        opened.append(path.as_uri())
        browser.get(path.as_uri())
        return browser

    yield show
    assert [entry["message"] for entry in browser.get_log("browser")] == []
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]
    # the browser's own new tab lies under chrome:
    assert {url for url in asked if not url.startswith(("data:", "chrome"))} <= set(opened)


def marked(browser):
    """Give the indices of the marked sentences."""
    return browser.execute_script(
        "return [...document.querySelectorAll('mark')].map(mark => +mark.parentElement.dataset.i)"
    )


def slide(browser, length):
    """Move the slider as a hand does."""
    browser.execute_script(
        "const slider = document.querySelector('input'); slider.value = arguments[0];"
        "slider.dispatchEvent(new Event('input'))",
        length,
    )


@pytest.mark.parametrize("method", ["coverage", "textrank"])
def test_the_slider_shows_what_cut_gives(shown, method):
    """At one, three and ten sentences exactly those of `cut` are marked, and back again."""
    summary = summarize(DAM, words=40, method=method)
    browser = shown(summary.to_html())
    assert marked(browser) == [s.index for s in summary]
    for length in (1, 3, 10):
        slide(browser, length)
        assert marked(browser) == [s.index for s in summary.cut(sentences=length)]
        assert f"{length} of 12" in browser.find_element("css selector", "output").text
    next(b for b in browser.find_elements("css selector", "button") if b.is_displayed()).click()
    assert marked(browser) == [s.index for s in summary]
    assert browser.execute_script("return document.querySelector('.text').textContent") == DAM


def test_the_keyboard_reaches_every_sentence(shown):
    """Tab leads to the first marked sentence, arrows to its neighbours; each says why."""
    summary = summarize(DAM, sentences=2)
    browser = shown(summary.to_html())
    keys = pytest.importorskip("selenium.webdriver.common.keys").Keys
    browser.find_element("css selector", "input").send_keys(keys.TAB)
    assert browser.switch_to.active_element.text == "Copy summary"
    browser.switch_to.active_element.send_keys(keys.TAB)
    seen = []
    for _ in range(3):
        focused = browser.switch_to.active_element
        seen.append(int(focused.get_attribute("data-i")))
        why = browser.find_element("css selector", ".why").text
        assert why.startswith(f"Rank {summary.sentences[seen[-1]].rank + 1} of 12")
        focused.send_keys(keys.ARROW_RIGHT)
    first = summary[0].index
    assert seen == [first, first + 1, first + 2]


def test_hostile_text_changes_nothing(shown):
    """Scripts and tags in a text are text: none runs, none is there, every letter is."""
    browser = shown(summarize(HOSTILE).to_html())
    assert browser.title.startswith("The dam </script>")
    assert browser.execute_script("return document.querySelector('.text').textContent") == HOSTILE
    assert browser.find_elements("css selector", "main img, main b b, .text b") == []
    assert len(browser.find_elements("css selector", "script")) == 2


def test_a_sentence_turns_no_other_around(shown):
    """A sign that turns text around ends with its sentence: the next runs on as it is written."""
    text = "The dam \u202ebroke. It rained all day."
    browser = shown(summarize(text, sentences=2).to_html())
    lefts = browser.execute_script(
        "const at = n => { const range = document.createRange();"
        " const node = document.querySelector('[data-i=\"1\"] mark').firstChild;"
        " range.setStart(node, n); range.setEnd(node, n + 1);"
        " return range.getBoundingClientRect().left; }; return [at(0), at(3), at(10)]"
    )
    assert lefts == sorted(lefts)


def test_two_on_a_page_work_apart(shown):
    """In a notebook each heat-map has its own slider."""
    one, two = summarize(DAM, sentences=2), summarize(LANGUAGES["de"], sentences=1)
    browser = shown(f"<!doctype html><title>Two</title>{one._repr_html_()}{two._repr_html_()}")
    slide(browser, 5)
    counts = browser.execute_script(
        "return [...document.querySelectorAll('.summarize')]"
        ".map(box => box.querySelectorAll('mark').length)"
    )
    assert counts == [5, 1]


def test_right_to_left(shown):
    """Arabic runs from right to left, by itself."""
    browser = shown(summarize(LANGUAGES["ar"]).to_html())
    script = "return getComputedStyle(document.querySelector('.text p')).direction"
    assert browser.execute_script(script) == "rtl"


def test_a_long_text_is_drawn_at_once(shown):
    """500 sentences are there within half a second, and each step of the slider in a tenth."""
    text = " ".join(f"Sentence {k} of the {k % 9} says what the dam did." for k in range(500))
    browser = shown(summarize(text).to_html())
    timing = browser.execute_script(
        "const t = performance.getEntriesByType('navigation')[0]; return t.domComplete"
    )
    assert timing < 500
    start = time.perf_counter()
    slide(browser, 30)
    assert time.perf_counter() - start < 0.5
    assert len(marked(browser)) == 30


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_fault_of_accessibility(shown, scheme):
    """Axe finds nothing serious, in light and in dark."""
    axe = pytest.importorskip("axe_core_python.base", reason="needs axe: the extra browser")
    browser = shown(summarize(DAM, sentences=3).to_html())
    feature = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", feature)
    browser.execute_script(axe.AXE_FILE_PATH.read_text(encoding="utf-8"))
    found = browser.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
    faults = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in faults] == []
    assert found["passes"]
