#!/usr/bin/env python3
"""Checks that includes go one way, as docs/architecture.md draws it, and that core knows no Widgets and no Gui.

Prints one line for each offence and exits 1 if there is any.
"""
import pathlib
import re
import sys

# What each folder may include besides itself, in dependency order. A folder that is not listed may include nothing,
# so that a new one has to find its place here.
CORE = {
    "core/base": "",
    "core/config": "base",
    "core/image": "base",
    "core/mask": "base image",
    "core/telemetry": "base config",
    "core/fill": "base image mask",
    "core/providers": "base config image mask fill telemetry",
    "core/edit": "base image mask providers",
    "core/storage": "base",
    "core/journal": "base image edit storage",
    "core/project": "base image mask fill edit storage",
    "core/recovery": "base image mask project storage",
    "core/server/http": "base",
    "core/server/store": "base",
    "core/server/redis": "base telemetry server/store",
    "core/server/api": "base config image mask providers edit telemetry server/http server/store server/redis",
    "core/request_log": "base config telemetry server/store",
}
DESKTOP = {
    # What knows no widgets.
    "convert": ("image mask", ""),
    "document": ("base image mask project recovery", ""),
    "selection": ("base image mask", "document"),
    "settings": ("base config providers", "theme"),
    "generation": (
        "base config edit image journal mask project providers telemetry",
        "convert document settings text",
    ),
    "text": ("base edit project", ""),
    "files": ("base image mask project storage", "convert document"),
    "tools": ("base image mask", "convert document generation selection text theme"),
    # Widgets.
    "theme": ("", ""),
    "actions": ("", "theme"),
    "canvas": ("base image mask project", "convert document tools"),
    "panels": ("base edit providers", "canvas document generation settings text theme tools"),
    "dialogs": ("base providers", "actions files generation selection settings text theme tools"),
    "controllers": (
        "base edit image providers recovery",
        ". actions canvas convert dialogs document files generation panels selection settings text tools",
    ),
    ".": ("", "actions canvas controllers document files panels settings tools"),  # the main window
}
APP = {
    "app": "app/cli core/base core/config core/journal core/providers core/storage core/telemetry",
    "app/cli": "app core/base core/config core/edit core/image core/journal core/providers core/request_log core/server/api "
    "core/storage core/telemetry",
    "app/studio": "app core/base core/config core/journal core/server/api core/telemetry ui/desktop ui/desktop/document "
    "ui/desktop/generation ui/desktop/panels ui/desktop/settings ui/desktop/theme ui/desktop/tools",
}
# The folders of the desktop that must work without a widget.
NO_WIDGETS = {f"ui/desktop/{name}" for name in ("convert", "document", "selection", "settings", "generation", "text", "tools")}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
GUI = re.compile(r"^(QtWidgets|QtGui)(/|$)|^Q(Application|Widget|Image|Pixmap|Painter|GuiApplication|Icon|Color)$")
WIDGET = re.compile(r"^QtWidgets(/|$)|^Q(Application|Widget|Dialog|MessageBox|Label|Menu|MainWindow|\w*Layout|\w*Button)$")


def allowed():
    def core(names):
        return {f"core/{name}" for name in names.split()}

    def desktop(names):
        return {"ui/desktop" if name == "." else f"ui/desktop/{name}" for name in names.split()}

    table = {folder: core(names) for folder, names in CORE.items()}
    for name, (of_core, of_desktop) in DESKTOP.items():
        (folder,) = desktop(name)
        table[folder] = core(of_core) | desktop(of_desktop)
    table.update({folder: set(names.split()) for folder, names in APP.items()})
    return table


def offences(root):
    table = allowed()
    for top in ("app", "core", "ui/desktop"):
        for source in sorted((root / top).rglob("*")):
            if source.suffix not in (".h", ".cpp"):
                continue
            name = source.relative_to(root).as_posix()
            own = source.parent.relative_to(root).as_posix()
            if own not in table:
                yield f"{name}: {own} has no place in tests/architecture/check_includes.py"
                continue
            for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                quote, target = match.groups()
                other = pathlib.PurePosixPath(target).parent.as_posix()
                if own.startswith("core/") and GUI.match(target):
                    yield f"{name}:{number}: core must not know Gui or Widgets ({target})"
                elif own in NO_WIDGETS and WIDGET.match(target):
                    yield f"{name}:{number}: {own} must not know Widgets ({target})"
                elif quote == '"' and "/" in target and other != own and other not in table[own]:
                    yield f"{name}:{number}: {own} must not include {other}"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    found = list(offences(root))
    print("\n".join(found) if found else "includes go one way")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
