#!/usr/bin/env python3
"""Checks that each source has a test at the mirrored path (core/mask/ops.cpp, tests/core/mask/tst_ops.cpp) or a line in
covered_elsewhere.txt that names the tests covering it, and that no line of that file is out of date.

Prints one line for each offence and exits 1 if there is any. Usage: check_mirrors.py source-folder
"""
import pathlib
import sys

FOLDERS = ("app", "core", "ui/desktop")


def covered_elsewhere(listing):
    """Source -> the tests that cover it, both relative to the root, as `source: test test …` in each line."""
    entries = {}
    for line in listing.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            source, _, tests = line.partition(":")
            entries[source] = tests.split()
    return entries


def offences(root):
    listing = root / "tests/architecture/covered_elsewhere.txt"
    entries = covered_elsewhere(listing)
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.cpp")):
            source = path.relative_to(root).as_posix()
            mirrored = root / "tests" / path.relative_to(root).parent / f"tst_{path.name}"
            if mirrored.exists() and source in entries:
                yield f"{source} has a mirrored test; remove its line from {listing.name}"
            elif not mirrored.exists() and source not in entries:
                yield f"{source} has neither a test at {mirrored.relative_to(root)} nor a line in {listing.name}"
    for source, tests in entries.items():
        if not (root / source).exists():
            yield f"{listing.name} names {source}, which does not exist"
        if not tests:
            yield f"{listing.name} names no test for {source}"
        for test in tests:
            if not (root / f"tests/{test}.cpp").exists():
                yield f"{listing.name} names {test} for {source}, which does not exist"


def main():
    found = list(offences(pathlib.Path(sys.argv[1]).resolve()))
    print("\n".join(found) or "each source has a test")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
