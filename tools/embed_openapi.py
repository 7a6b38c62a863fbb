#!/usr/bin/env python3
"""Turns resources/openapi.yaml into a C++ source that holds it as JSON, for /openapi.json.

Usage: tools/embed_openapi.py openapi.yaml out.cpp
"""
import json
import sys

import yaml


def main():
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as stream:
        text = json.dumps(yaml.safe_load(stream), ensure_ascii=True, separators=(",", ":"))
    # A compiler need not take literals of over 64 KiB; neighbouring ones are joined.
    pieces = [text[i:i + 1000] for i in range(0, len(text), 1000)]
    with open(target, "w", encoding="utf-8") as stream:
        stream.write('#include "core/server/api/openapi.h"\n\nnamespace nb::server {\n\nQByteArray openapiJson() {\n')
        stream.write("    static const char kJson[] =\n")
        stream.write("\n".join(f'        R"json({piece})json"' for piece in pieces))
        stream.write(";\n    return QByteArray::fromRawData(kJson, sizeof kJson - 1);\n}\n\n} // namespace nb::server\n")


if __name__ == "__main__":
    main()
