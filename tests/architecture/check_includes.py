#!/usr/bin/env python3
"""Checks that includes go one way, as docs/architecture.md draws it, and that core knows no Widgets and no Gui.

Prints one line for each offence and exits 1 if there is any.
"""
import pathlib
import re
import sys

# Each folder may include itself and what is named here.
ALLOWED = {
    "core/base": set(),
    "core/config": {"core/base"},
    "core/image": {"core/base"},
    "core/mask": {"core/base", "core/image"},
    "core/telemetry": {"core/base", "core/config"},
    "core/fill": {"core/base", "core/image", "core/mask"},
    "core/providers": {"core/base", "core/config", "core/image", "core/mask", "core/fill", "core/telemetry"},
    "core/edit": {"core/base", "core/config", "core/image", "core/mask", "core/fill", "core/providers", "core/telemetry"},
    "core/server": {"core/base", "core/config", "core/image", "core/mask", "core/telemetry", "core/providers", "core/edit"},
    "core/document": {"core/base", "core/image", "core/mask", "core/edit", "core/providers"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
GUI = re.compile(r"^(QtWidgets|QtGui)(/|$)|^Q(Application|Widget|Image|Pixmap|Painter|GuiApplication|Icon|Color)$")


def folder_of(path):
    parts = pathlib.PurePosixPath(path).parts
    return "/".join(parts[:2]) if parts[0] in ("core", "ui") else parts[0]


def offences(root):
    for top in ("app", "core", "ui/desktop"):
        for source in sorted((root / top).rglob("*")):
            if source.suffix not in (".h", ".cpp"):
                continue
            name = source.relative_to(root).as_posix()
            own = folder_of(name)
            for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                quote, target = match.groups()
                if own.startswith("core/"):
                    if GUI.match(target):
                        yield f"{name}:{number}: core must not know Gui or Widgets ({target})"
                    elif quote == '"' and "/" in target:
                        other = folder_of(target)
                        if other != own and other not in ALLOWED.get(own, set()):
                            yield f"{name}:{number}: {own} must not include {other}"
                elif own == "ui/desktop" and target.startswith("core/server/"):
                    yield f"{name}:{number}: the desktop and the server do not know each other"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    found = list(offences(root))
    print("\n".join(found) if found else "includes go one way")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
