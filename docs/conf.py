"""How Sphinx builds these pages: ``sphinx-build -W docs docs/_build``."""

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive

import summarize

project = "summarize"
author = "The summarize authors"
release = summarize.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
default_role = "py:obj"
add_module_names = False
autodoc_typehints = "none"
autodoc_preserve_defaults = True
autodoc_mock_imports = ["langchain_core", "llama_index"]  # large, and not shown
napoleon_google_docstring = False
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["wrap.css"]
html_title = f"summarize {release}"
html_show_copyright = False  # the licence says whose it is

EXAMPLES = Path(__file__).parents[1] / "examples"


class HeatMap(Directive):
    """Draw the heat-map of an example text, as a notebook would show it."""

    required_arguments = 1

    def run(self):
        path = EXAMPLES / self.arguments[0]
        self.state.document.settings.record_dependencies.add(str(path))
        summary = summarize.summarize(path.read_text(encoding="utf-8"))
        return [nodes.raw("", summary._repr_html_(), format="html")]


def setup(app):
    """Register the directive."""
    app.add_directive("heat-map", HeatMap)
    return {"parallel_read_safe": True}
