"""The text as a heat-map in HTML.

Takes documents, their ranked sentences and the choices at other lengths, gives a fragment for
a notebook or a page of its own, with a slider for the length.  Nothing is loaded from
elsewhere, everything of the text is escaped, and without script the summary is still marked.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from summarize.document import Document, Sentence
from summarize.explanation import SHOWN, Explanation
from summarize.tokens import count_words, ends_unspaced

_LIGHT = """--ink: #1d2025; --paper: #fff; --dim: #575c65; --line: #d9dce1; --soft: #f5f6f8;
  --warm: 255 190 20; --accent: #8a4b00; color-scheme: light;"""
_DARK = """--ink: #e7e8eb; --paper: #16181c; --dim: #a9aeb8; --line: #3b3f47; --soft: #202329;
  --warm: 196 124 0; --accent: #ffbe4d; color-scheme: dark;"""

# The margin note moves beside the sentence it is about: a box that scrolls, as a notebook's
# does, has no use for `position: sticky`.  Where there is no margin it stays at the bottom.
_STYLE = f"""
.summarize {{ {_LIGHT}
  container-type: inline-size; max-width: 64rem; margin: 0 auto; padding: 0 1rem 1rem;
  color: var(--ink); background: var(--paper); font: 1rem/1.7 system-ui, sans-serif;
  text-align: start; }}
@media (prefers-color-scheme: dark) {{ .summarize {{ {_DARK} }} }}
[data-jp-theme-light="true"] .summarize, .vscode-light .summarize,
[data-theme="light"] .summarize {{ {_LIGHT} }}
[data-jp-theme-light="false"] .summarize, .vscode-dark .summarize,
[data-theme="dark"] .summarize {{ {_DARK} }}
.summarize [hidden] {{ display: none; }}
.summarize .bar {{ position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap;
  gap: .4rem 1rem; align-items: center; padding: .6rem 0; margin-bottom: 1rem;
  background: var(--paper); border-bottom: 1px solid var(--line); font-size: .875rem; }}
.summarize .bar label {{ display: flex; flex: 1 1 14rem; max-width: 26rem; gap: .6rem;
  align-items: center; font-weight: 600; }}
.summarize input {{ flex: 1; min-width: 6rem; height: 1.5rem; margin: 0;
  accent-color: var(--accent); }}
.summarize output {{ flex: 1 1 17rem; font-variant-numeric: tabular-nums; }}
.summarize button {{ font: inherit; padding: .15rem .7rem; color: var(--ink);
  background: var(--soft); border: 1px solid var(--line); border-radius: .4rem; cursor: pointer; }}
.summarize button:hover {{ border-color: var(--dim); }}
.summarize :focus-visible {{ outline: 2px solid var(--accent); outline-offset: 2px; }}
.summarize .legend {{ flex-basis: 100%; display: flex; flex-wrap: wrap; gap: 0 1.4rem;
  color: var(--dim); font-size: .8125rem; }}
.summarize .legend i {{ display: inline-block; width: 5rem; height: .75em; margin: 0 .4em;
  border: 1px solid var(--line); border-radius: .2em; background: linear-gradient(to right,
  rgb(var(--warm) / 0), rgb(var(--warm) / .04) 25%, rgb(var(--warm) / .15) 50%,
  rgb(var(--warm) / .34) 75%, rgb(var(--warm) / .6)); }}
.summarize .columns {{ display: grid; gap: 0 2rem; }}
.summarize .text p {{ margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }}
.summarize .text p + p {{ margin-top: 1.7em; }}
.summarize hr {{ border: 0; border-top: 1px solid var(--line); margin: 1.5rem 0; }}
.summarize [data-i] {{ padding: .12em 0; border-radius: .2em; scroll-margin: 7rem 0 9rem;
  unicode-bidi: isolate; background: rgb(var(--warm) / var(--heat));
  -webkit-box-decoration-break: clone; box-decoration-break: clone; }}
.summarize [data-i].told {{ box-shadow: 0 0 0 1px var(--accent); }}
.summarize mark, .summarize .key {{ color: inherit; background: none;
  text-decoration: underline 2px var(--accent); text-underline-offset: .25em;
  text-decoration-skip-ink: none; }}
.summarize mark::before, .summarize mark::after {{ position: absolute; width: 1px; height: 1px;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap; user-select: none; }}
.summarize mark::before {{ content: "[chosen: "; }}
.summarize mark::after {{ content: "]"; }}
.summarize .why {{ position: sticky; bottom: 0; align-self: start; max-height: 40vh;
  overflow: auto; box-sizing: border-box; margin-top: 1rem; padding: .7rem .9rem;
  background: var(--soft); border: 1px solid var(--line); border-radius: .5rem;
  color: var(--dim); font-size: .8125rem; line-height: 1.5; }}
.summarize .why b {{ color: var(--ink); font-size: .9375rem; }}
.summarize .why ul {{ list-style: none; margin: .15rem 0 0; padding: 0; }}
.summarize .why li {{ display: flex; gap: .6rem; justify-content: space-between; margin: 2px 0;
  padding: 0 .35rem; border-radius: .2rem; color: var(--ink); background: linear-gradient(to right,
  rgb(var(--warm) / .35) var(--share), transparent var(--share)); }}
.summarize .why bdi {{ overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }}
.summarize .why h3 {{ margin: .6rem 0 0; font: inherit; color: var(--dim); }}
.summarize .about {{ margin: 1.2rem 0 0; color: var(--dim); font-size: .8125rem; }}
@container (min-width: 44rem) {{
  .summarize .columns {{ grid-template-columns: minmax(0, 1fr) 15rem; }}
  .summarize .why {{ position: relative; bottom: auto; top: var(--top, 0); margin: 0;
    max-height: none; }}
}}
@media print {{
  .summarize {{ {_LIGHT} max-width: none; padding: 0; font-size: 11pt;
    print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
  .summarize .bar {{ position: static; }}
  .summarize .columns {{ display: block; }}
  .summarize label, .summarize button, .summarize .why {{ display: none !important; }}
  .summarize [data-i].told {{ box-shadow: none; }}
}}
"""

_PAGE_STYLE = """
body { margin: 0; background: #fff; color: #1d2025; }
h1 { max-width: 64rem; margin: 0 auto; padding: 1.2rem 1rem .2rem;
  font: 600 1.25rem/1.4 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { body { background: #16181c; color: #e7e8eb; } }
@media print { body { background: none; color: #000; } h1 { padding: 0 0 .5rem; } }
"""

# Several heat-maps on a page each run it; the first makes all of them ready that are there.
_SCRIPT = """
for (const box of document.querySelectorAll(".summarize:not([data-ready])")) {
  const data = box.querySelector("script[type='application/json']");
  if (!data) continue;
  box.dataset.ready = "";
  const {own, cuts, words, tight, reasons} = JSON.parse(data.textContent);
  const find = what => box.querySelector(what);
  const bar = find(".bar"), slider = find("input"), count = find("output"), why = find(".why");
  const [back, copy] = box.querySelectorAll("button");
  const parts = [...box.querySelectorAll("[data-i]")];
  const about = parts.map(part => part.title);
  let chosen = own, told = null, stop = parts[0];

  const make = (name, text = "", ...inside) => {
    const element = document.createElement(name);
    element.append(text, ...inside);
    return element;
  };
  const many = (number, name) => `${number} ${name}${number === 1 ? "" : "s"}`;
  const standAt = part => {
    stop.tabIndex = -1;
    part.tabIndex = 0;
    stop = part;
  };

  const mark = (rows, note) => {
    chosen = rows;
    const wanted = new Set(rows);
    parts.forEach((part, i) => {
      const old = part.querySelector("mark");
      if (wanted.has(i) && !old) part.append(make("mark", "", ...part.childNodes));
      if (!wanted.has(i) && old) old.replaceWith(...old.childNodes);
    });
    const length = rows.reduce((sum, i) => sum + words[i], 0);
    const size = `${rows.length} of ${many(parts.length, "sentence")}`;
    count.value = `${note}${size}, ${many(length, "word")}`;
    slider.setAttribute("aria-valuetext", note + many(rows.length, "sentence"));
    back.hidden = rows === own;
    standAt(parts[Math.min(...rows, parts.length - 1)]);
    if (told) tell(told);
  };
  const asSummarised = () => {
    slider.value = own.length;
    mark(own, "As summarised: ");
  };

  const list = (name, shares, more, label) => {
    if (!shares.length) return [];
    const largest = Math.max(1, ...shares.map(([, share]) => share));
    const items = shares.map(([what, share]) => {
      const item = make("li", make("bdi", label(what)), make("span", `${share}%`));
      item.style.setProperty("--share", `${Math.max(0, 100 * share / largest)}%`);
      return item;
    });
    if (more) items.push(make("li", `and ${more} more`));
    return [make("h3", name), make("ul", "", ...items)];
  };
  const place = part => {
    const row = part.getClientRects()[0], column = why.parentElement.getBoundingClientRect();
    const space = Math.min(innerHeight - 8, column.bottom) - why.offsetHeight;
    const top = Math.min(Math.max(row.top, bar.getBoundingClientRect().bottom + 8), space);
    why.style.setProperty("--top", `${Math.max(0, top - column.top)}px`);
  };
  const tell = part => {
    told?.classList.remove("told");
    told = part;
    part.classList.add("told");
    const i = parts.indexOf(part), reason = reasons[i];
    const start = j => `[${j}] ${parts[j].textContent.trim()}`;
    why.replaceChildren(
      make("b", about[i] + (chosen.includes(i) ? ", chosen" : "")),
      ...reason ? [
        ...reason.remark ? [make("p", reason.remark)] : [],
        ...list("Shares of the score", reason.parts, 0, name => name),
        ...list("Words", reason.terms, reason.moreTerms, name => name),
        ...list("Voters", reason.voters, reason.moreVoters, start),
      ] : [make("p", `Its reasons: summary.explain(${i})`)],
    );
    place(part);
  };

  const near = event => event.target.closest?.("[data-i]");
  for (const name of ["pointerover", "focusin", "click"]) {
    box.addEventListener(name, event => {
      const part = near(event);
      if (part && part !== told) tell(part);
      if (part && name !== "pointerover") standAt(part);
    });
  }
  box.addEventListener("keydown", event => {
    const at = parts.indexOf(event.target);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const right = getComputedStyle(event.target.parentElement).direction === "rtl" ? -1 : 1;
    const next = {
      ArrowRight: at + right, ArrowLeft: at - right, ArrowDown: at + 1, ArrowUp: at - 1,
      Home: 0, End: parts.length - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    parts[next]?.focus();
  });
  slider.addEventListener("input", () => mark(cuts[slider.value - 1], ""));
  back.addEventListener("click", () => {
    asSummarised();
    slider.focus();
  });
  copy.addEventListener("click", async () => {
    const pieces = chosen.map(i => parts[i].textContent + (tight.includes(i) ? "" : " "));
    const name = copy.textContent;
    try {
      await navigator.clipboard.writeText(pieces.join("").trimEnd());
      copy.textContent = "Copied";
    } catch {
      copy.textContent = "Not allowed";
    }
    setTimeout(() => copy.textContent = name, 1500);
  });

  for (const part of parts) {
    part.removeAttribute("title");
    part.tabIndex = -1;
  }
  bar.hidden = why.hidden = false;
  asSummarised();
}
"""

_HINT = "Point at a sentence, tap it, or go through them with the arrow keys, to see its reasons."

_ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


def fragment(
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    chosen: Sequence[int],
    about: str,
    *,
    language: str,
    languages: Sequence[str],
    cuts: Sequence[Sequence[int]],
    reasons: Mapping[int, Explanation],
) -> str:
    """Give the heat-map as a piece of HTML.

    Chosen sentences are marked; the better the rank of a sentence, the warmer it is.  It may
    stand several times on a page.

    Parameters
    ----------
    chosen : sequence of int
        The indices of the sentences in the summary, in its order.
    about : str
        A line to put below.
    languages : sequence of str
        That of each document, where they are known.
    cuts : sequence of sequences of int
        Which are chosen at one sentence, at two, and so on: the steps of the slider.  Without
        any there is none, nor a script.
    reasons : mapping of int to Explanation
        Why a sentence has its score, by its index.
    """
    own: list[list[Sentence]] = [[] for _ in documents]
    for sentence in sentences:
        own[sentence.document].append(sentence)
    codes = languages or [language] * len(documents)
    others = ["" if code in (language, "und") else f' lang="{escape(code)}"' for code in codes]
    texts = "<hr>".join(
        f'<div class="text"{other}>{_marked(document, inside, set(chosen), len(sentences))}</div>'
        for document, inside, other in zip(documents, own, others, strict=True)
    )
    data = _data(sentences, chosen, cuts, reasons)
    return printable(
        f'<div class="summarize"><style>{_STYLE}</style>'
        f"{_bar(len(cuts), len(chosen)) if cuts else ''}"
        '<div class="columns"><div role="group" aria-label="The text, sentence by sentence" '
        f'lang="{escape(language)}">{texts}</div>{_WHY if cuts else ""}</div>'
        f'<p class="about" lang="en" dir="ltr">{escape(about)}</p>'
        f'{f"""<script type="application/json">{data}</script>""" if cuts else ""}</div>'
        f"{f'<script>{_SCRIPT}</script>' if cuts else ''}"
    )


def page(body: str, language: str, title: str) -> str:
    """Give a page of a `fragment`, which needs nothing else and may load nothing."""
    digest = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    return printable(
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title or 'Summary')}</title>"
        f"<style>{_PAGE_STYLE}</style></head>\n"
        f'<body><main><h1 lang="en" dir="ltr">Summary</h1>{body}</main></body>\n</html>\n'
    )


_WHY = f'<div class="why" role="status" lang="en" dir="ltr" hidden>{_HINT}</div>'


def _bar(most: int, chosen: int) -> str:
    return (
        '<div class="bar" lang="en" dir="ltr" hidden>'
        f'<label>Length <input type="range" min="1" max="{most}" value="{min(chosen, most)}" '
        'autocomplete="off"></label><output></output>'
        '<button type="button">As summarised</button>'
        '<button type="button">Copy summary</button>'
        '<div class="legend"><span>rank: last<i></i>first</span>'
        '<span><span class="key">underlined</span>: chosen</span></div></div>'
    )


def _marked(document: Document, sentences: Sequence[Sentence], chosen: set[int], total: int) -> str:
    """Wrap each sentence of a document; what stands between them stays as it is."""
    pieces, at = ['<p dir="auto">'], 0
    for sentence in sentences:
        rank = sentence.rank or 0
        warm = 1 - rank / total
        text = escape(sentence.text)
        pieces += [
            _between(document.text[at : sentence.start]),
            f'<span data-i="{sentence.index}" style="--heat:{0.6 * warm**2:.2f}" '
            f'title="Rank {rank + 1} of {total}, score {sentence.score:.4g}">',
            f"<mark>{text}</mark>" if sentence.index in chosen else text,
            "</span>",
        ]
        at = sentence.end
    return "".join([*pieces, escape(document.text[at:]), "</p>"])


def _between(gap: str) -> str:
    """Begin a paragraph after a blank line; each has a direction of its own.

    The blank line stands outside both: nbconvert makes one line break of it.
    """
    blank = _BLANK_LINE.search(gap)
    if not blank:
        return escape(gap)
    before, after = escape(gap[: blank.start()]), escape(gap[blank.end() :])
    return f'{before}</p>{blank[0]}<p dir="auto">{after}'


def _data(
    sentences: Sequence[Sentence],
    chosen: Sequence[int],
    cuts: Sequence[Sequence[int]],
    reasons: Mapping[int, Explanation],
) -> str:
    """Give what the script has to know, as JSON that can end no element and begin none."""
    ever = sorted(set(chosen).union(*cuts))
    data = {
        "own": list(chosen),
        "cuts": [list(rows) for rows in cuts],
        "words": {row: count_words(sentences[row].text) for row in ever},
        "tight": [row for row in ever if ends_unspaced(sentences[row].text)],
        "reasons": {row: _told(why) for row, why in reasons.items()},
    }
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return written.translate(_ESCAPES)


def _told(why: Explanation) -> dict[str, Any]:
    """Give the largest shares of a score, in per cent, and the remark beside them."""
    terms = [(name, share) for name, share in why.terms if share]
    parts = {
        "words": sum(share for _, share in terms),
        "position": why.position,
        "query": why.query,
        "base": why.base,
    }
    return {
        "parts": [(name, _percent(share, why)) for name, share in parts.items() if share],
        "terms": [(name, _percent(share, why)) for name, share in terms[:SHOWN]],
        "moreTerms": max(0, len(terms) - SHOWN),
        "voters": [(row, _percent(share, why)) for row, share in why.neighbours[:SHOWN]],
        "moreVoters": max(0, len(why.neighbours) - SHOWN),
        "remark": why.remark,
    }


def _percent(share: float, why: Explanation) -> int:
    return round(max(-999.0, min(999.0, 100 * share / (why.score or 1.0))))


def printable(text: str) -> str:
    """Replace what no encoding can write: surrogates that stand alone."""
    return text.encode("utf-8", "replace").decode("utf-8")
