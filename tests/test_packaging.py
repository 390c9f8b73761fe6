"""The package as it is installed: version, names and data files."""

import ast
import email
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile

import pytest

import summarize


def build_wheel(project, folder, **environment):
    """Build the wheel of a project, without network and by nothing but its build backend."""
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", str(folder)]
    variables = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *options, str(project)],
        check=True,
        env={**variables, **environment},
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """Build the wheel once."""
    return build_wheel(root, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def project(root):
    """Read pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def test_version_is_that_of_pyproject(root, project):
    """Package, pyproject.toml and changelog name the same version."""
    version = project["project"]["version"]
    assert summarize.__version__ == version
    assert f"## [{version}]" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_public_names_can_be_imported():
    """Every name of `__all__` is there, is listed by dir(), and is no module."""
    for name in summarize.__all__:
        assert name in dir(summarize)
        assert not isinstance(getattr(summarize, name), type(sys))


def test_a_file_imports_only_from_those_before_it(root):
    """The table of CONTRIBUTING names every module, in the order in which they build on others."""
    table = (root / "CONTRIBUTING.md").read_text(encoding="utf-8").split("| File |")[1]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    order = [name for cell in cells for name in re.findall(r"`([\w/]+?)/?(?:\.py)?`", cell)]
    assert len(order) == len(set(order)) > 40
    for path in (root / "summarize").rglob("*.py"):
        own, *parts = path.relative_to(root / "summarize").with_suffix("").parts
        if own == "__init__" or "__main__" in (own, *parts):
            continue  # above all others
        for node in ast.parse(path.read_text(encoding="utf-8")).body:  # not what is imported late
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("summarize."):
                other = node.module.split(".")[1]
                assert order.index(other) <= order.index(own), (path.name, other)


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


def test_the_same_files_make_the_same_wheel(wheel, root, tmp_path):
    """Another folder, day, time zone and umask: the same to the last byte."""
    copy = tmp_path / "elsewhere"
    shutil.copytree(root / "summarize", copy / "summarize", copy_function=shutil.copyfile)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(root / name, copy / name)
    for path in copy.rglob("*"):
        os.utime(path, (10**9, 10**9))
        path.chmod(0o700 if path.is_dir() else 0o600)
    before = os.umask(0o077)
    try:
        again = build_wheel(copy, tmp_path, TZ="Asia/Kathmandu", PYTHONHASHSEED="7")
    finally:
        os.umask(before)
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_nothing_runs_at_installation(wheel, project):
    """The wheel is for any machine and holds modules, data and facts: no script, hook or .pth."""
    names = zipfile.ZipFile(wheel).namelist()
    facts = {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}
    assert {n.partition(".dist-info/")[2] for n in names if ".dist-info/" in n} == facts
    assert wheel.name.endswith("-py3-none-any.whl")
    assert [n for n in names if n.endswith(("setup.py", ".pth", ".so")) or ".data/" in n] == []
    assert project["build-system"]["requires"] == ["hatchling>=1.25"]
    assert "hooks" not in json.dumps(project["tool"]["hatch"])


def test_the_licence_goes_with_the_wheel(wheel, root):
    """The whole text of it is inside, and the metadata name it."""
    archive = zipfile.ZipFile(wheel)
    (facts, text) = (
        next(n for n in archive.namelist() if n.endswith(end)) for end in ("/METADATA", "/LICENSE")
    )
    metadata = email.message_from_bytes(archive.read(facts))
    assert (metadata["License-Expression"], metadata["License-File"]) == ("MIT", "LICENSE")
    assert archive.read(text) == (root / "LICENSE").read_bytes()


def test_what_it_needs_has_a_lower_bound(project):
    """Four packages, each with the lowest version that is tested, and no upper bound."""
    needed = dict(one.split(">=") for one in project["project"]["dependencies"])
    assert set(needed) == {"numpy", "scipy", "scikit-learn", "nltk"}
    assert all(version.replace(".", "").isdigit() for version in needed.values())


RUNS_CODE = {"eval", "exec", "compile", "__import__", "breakpoint"}
LOADS_CODE = {
    "pickle", "marshal", "shelve", "dill", "cloudpickle", "yaml", "subprocess", "ctypes", "runpy",
    "code", "pty",
}  # fmt: skip
LOADERS = {"json", "tomllib"}  # give plain data


def unsafe(source):
    """Find what runs or unpickles what it is given, in the source of a module."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names):
                found += [n.name for n in names if n.name.partition(".")[0] in LOADS_CODE]
            case ast.ImportFrom(module=str(name)) if name.partition(".")[0] in LOADS_CODE:
                found.append(name)
            case ast.Call(func=ast.Name(name)) if name in RUNS_CODE:
                found.append(name)
            case ast.Call(func=ast.Attribute(ast.Name(module), "load" | "loads")):
                found += [module] if module not in LOADERS else []
            case ast.Call(func=ast.Attribute(_, "system" | "popen" | "read_pickle")):
                found.append(node.func.attr)
            case ast.keyword("shell" | "allow_pickle", ast.Constant(True)):
                found.append(node.arg)
    return found


def test_nothing_runs_or_unpickles_what_it_reads(root):
    """No module evaluates text, starts a program or loads a pickle."""
    modules = sorted((root / "summarize").rglob("*.py"))
    found = {str(path): unsafe(path.read_text(encoding="utf-8")) for path in modules}
    assert len(found) > 40
    assert {name: uses for name, uses in found.items() if uses} == {}


@pytest.mark.parametrize(
    "line",
    [
        "import pickle", "from yaml import load", "eval(text)", "joblib.load(path)",
        "np.load(path)", "pandas.read_pickle(path)", "os.system(text)", "run(text, shell=True)",
        "f(path, allow_pickle=True)",
        "import numpy, marshal",
    ],
)  # fmt: skip
def test_what_would_run_it_is_noticed(line):
    """Each way to run what is read fails the check."""
    assert unsafe(line)
