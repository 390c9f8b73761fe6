"""The notebook runs from a clean kernel, and its stored output is what it gives."""

import copy

import nbformat
import pytest
from nbclient import NotebookClient


@pytest.fixture(scope="module")
def stored(examples):
    """Read the notebook as it is stored."""
    return nbformat.read(examples / "quickstart.ipynb", as_version=4)


@pytest.fixture(scope="module")
def fresh(stored, examples):
    """Run a copy of the notebook in a new kernel; any error in a cell fails here."""
    notebook = copy.deepcopy(stored)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(examples)}},
    )
    return client.execute()


def _cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _text(cell):
    """Give all text that a cell put out, printed or shown."""
    return "".join(
        output.text if output.output_type == "stream" else output.data.get("text/plain", "")
        for output in cell.outputs
        if output.output_type in ("stream", "execute_result", "display_data")
    )


def test_stored_notebook_has_output(stored):
    """Every code cell was stored with its output."""
    silent = [cell.source for cell in _cells(stored) if not cell.outputs]
    assert silent == []


def test_output_is_what_is_stored(stored, fresh):
    """A run from a clean kernel prints and shows the text that is stored."""
    for old, new in zip(_cells(stored), _cells(fresh), strict=True):
        assert _text(new) == _text(old), old.source


def test_heat_map_is_shown(fresh):
    """A summary at the end of a cell is drawn as a heat-map."""
    pages = [
        output.data["text/html"]
        for cell in _cells(fresh)
        for output in cell.outputs
        if 'class="summarize"' in output.get("data", {}).get("text/html", "")
    ]
    assert pages
    assert all("<mark" in page and 'type="range"' in page for page in pages)


def test_the_plot_is_shown(fresh):
    """A picture is drawn, and not only named."""
    pictures = [o.data for cell in _cells(fresh) for o in cell.outputs if "data" in o]
    assert sum("image/png" in data for data in pictures) == 1


def test_no_warning_or_error_is_shown(fresh):
    """No cell writes to standard error."""
    for cell in _cells(fresh):
        assert [o for o in cell.outputs if o.get("name") == "stderr"] == [], cell.source


def test_cells_are_short(stored):
    """No cell is longer than a screen."""
    assert max(len(cell.source.splitlines()) for cell in _cells(stored)) <= 25
