"""The package as it is installed: version, names, data files, and what an import loads."""

import importlib.util
import json
import subprocess
import sys
import tomllib
import zipfile

import pytest

import summarize


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """Build the wheel once, with the build backend that is installed."""
    if importlib.util.find_spec("hatchling") is None or importlib.util.find_spec("pip") is None:
        pytest.skip("building a wheel without network needs pip and hatchling installed")
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(root)], check=True)
    (built,) = folder.glob("*.whl")
    return built


def test_version_is_that_of_pyproject(root):
    """Package, pyproject.toml and changelog name the same version."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert summarize.__version__ == project["version"]
    assert f"## [{project['version']}]" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_public_names_can_be_imported():
    """Every name of `__all__` is there, is listed by dir(), and is no module."""
    for name in summarize.__all__:
        assert name in dir(summarize)
        assert not isinstance(getattr(summarize, name), type(sys))


def test_unknown_name_is_an_attribute_error():
    """A name that the package does not have is refused as usual."""
    with pytest.raises(AttributeError, match="no attribute 'summarise'"):
        _ = summarize.summarise


def test_wheel_holds_the_package_and_its_data(wheel, root):
    """The wheel holds every module, py.typed and the data of every language, and nothing else."""
    inside = {n for n in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in n}
    package = root / "summarize"
    wanted = {
        str(path.relative_to(root).as_posix())
        for path in package.rglob("*")
        if path.suffix in (".py", ".toml") or path.name == "py.typed"
    }
    assert inside == wanted
    assert {"summarize/py.typed", "summarize/languages/en.toml"} <= inside


def test_wheel_offers_the_command(wheel):
    """The wheel installs the command `summarize`."""
    archive = zipfile.ZipFile(wheel)
    (entry,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
    assert "summarize = summarize.cli:main" in archive.read(entry).decode()


def _loaded(code):
    """Run code in a new process, and give the modules loaded at its end."""
    report = "; import json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code + report], capture_output=True, check=True, text=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import summarize", {"numpy", "scipy", "sklearn", "nltk", "joblib"}),
        (
            "from summarize import summarize; summarize('It rains.')",
            {"sklearn", "nltk", "joblib", "scipy.linalg"},
        ),
        ("from summarize import keywords; keywords('Rain fell.')", {"sklearn", "nltk", "joblib"}),
        ("import summarize.cli", {"sklearn", "nltk", "joblib"}),
    ],
)
def test_import_loads_no_more_than_it_needs(code, absent):
    """A module that a call has no use for is not imported by it."""
    assert not absent & _loaded(code)


def test_package_is_found_by_type_checkers(root):
    """py.typed lies beside the modules."""
    assert (root / "summarize/py.typed").is_file()
