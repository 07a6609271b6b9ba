"""The requirement files match pyproject.toml and name no package index."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDER = Path(__file__).resolve().parents[2] / "requirements"
PINNED = re.compile(r"^(?P<name>[\w.-]+)(?:\[[^]]*\])?==(?P<version>[^\s;]+)(?P<rest>(?:.*\\\n)+.*)", re.MULTILINE)


def load_lock():
    spec = spec_from_file_location("lock", FOLDER / "lock.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


lock = load_lock()
GROUPS = lock.groups()


def read(name):
    return (FOLDER / f"{name}.txt").read_text()


def pinned(name):
    return {canonicalize_name(found["name"]): found["version"] for found in PINNED.finditer(read(name))}


@pytest.mark.parametrize("name", GROUPS)
def test_requirement_files_are_up_to_date(name):
    assert read(name).startswith(lock.heading(GROUPS[name])), "call make lock"


@pytest.mark.parametrize("name", GROUPS)
def test_pinned_versions_satisfy_the_requirements(name):
    versions = pinned(name)
    for requirement in map(Requirement, GROUPS[name]):
        version = versions[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement}: call make lock"


def test_a_package_has_one_version_in_all_files():
    seen = {}
    for name in GROUPS:
        for package, version in pinned(name).items():
            assert seen.setdefault(package, version) == version, f"{package} in {name}.txt: call make lock"


@pytest.mark.parametrize("name", GROUPS)
def test_every_package_has_a_hash_and_no_index_is_named(name):
    assert "://" not in read(name)
    assert all("--hash=sha256:" in found["rest"] for found in PINNED.finditer(read(name)))
    assert len(re.findall("^[^#\\s]", read(name), re.MULTILINE)) == len(list(PINNED.finditer(read(name))))


def test_every_requirement_file_belongs_to_a_group():
    assert {path.stem for path in FOLDER.glob("*.txt")} == GROUPS.keys()
