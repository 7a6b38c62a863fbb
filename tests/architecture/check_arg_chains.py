#!/usr/bin/env python3
"""Checks that no text is filled in by QString::arg called on the result of QString::arg.

The second call replaces the lowest %n of what the first has made, so that a file called "images%2Fcat.png" becomes
another one. arg(a, b) looks at each place once. Numbers go in by QString::number or QLocale.

Prints one line for each offence and exits 1 if there is any. Usage: check_arg_chains.py [FOLDER | --self-test]
"""
import pathlib
import re
import sys

CALL = re.compile(r"(?:\.|->)\s*arg\s*\(")
# text = text.arg(a);
STEPWISE = re.compile(r"\b(\w+)\s*=\s*(?:std::move\s*\(\s*)?\1\s*\)?\s*\.\s*arg\s*\(")
# Comments, raw strings, strings and characters, in which parentheses mean nothing.
BLANKED = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)


def blanked(text):
    return BLANKED.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def end_of_call(code, opened):
    depth = 1
    for position in range(opened, len(code)):
        depth += {"(": 1, ")": -1}.get(code[position], 0)
        if depth == 0:
            return position + 1
    return len(code)


def offences(text):
    """The line numbers of second calls."""
    code = blanked(text)
    places = {match.start() for match in STEPWISE.finditer(code)}
    for match in CALL.finditer(code):
        end = end_of_call(code, match.end())
        if CALL.match(code, end + len(code[end:]) - len(code[end:].lstrip())):
            places.add(end)
    return sorted({code.count("\n", 0, place) + 1 for place in places})


def self_test():
    for bad in ('t.arg(a).arg(b)', 't.arg(f(")"), 2)\n   .arg(b)', "t.arg(')') // why\n .arg(b)", "t = t.arg(a);",
                't.arg(x.arg(1).arg(2), y)', "p->arg(a).arg(b)", "t = std::move(t).arg(a);"):
        assert offences(bad), bad
    for good in ("t.arg(a, b)", "t.arg(u.arg(a), b)", "f(t.arg(a), u.arg(b))", '"t.arg(a).arg(b)"',
                 "// t.arg(a).arg(b)", "s = t.arg(a);", 'R"(x.arg(1).arg(2))"'):
        assert not offences(good), good


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    found = []
    for folder in ("app", "bench", "core", "tests", "ui"):
        for source in sorted((root / folder).rglob("*")):
            if source.suffix in (".h", ".cpp"):
                for line in offences(source.read_text(encoding="utf-8")):
                    found.append(f"{source.relative_to(root).as_posix()}:{line}: arg() on what arg() has made; "
                                 "give all texts to one call")
    print("\n".join(found) if found else "no arg() fills in what another has filled in")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
