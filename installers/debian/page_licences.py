#!/usr/bin/env python3
"""The licences of the npm packages that the web page contains, as they came with them: all packages that
package-lock.json does not mark as for development only. Fails if one has no licence text.
Usage: page_licences.py ui/web output"""
import json
import sys
from pathlib import Path


def packages(web):
    """(folder below ui/web, name, version, licence) of each package that is shipped or may be."""
    lock = json.loads((web / 'package-lock.json').read_text(encoding='utf-8'))
    for folder, package in sorted(lock['packages'].items()):
        if folder and not any(package.get(mark) for mark in ('dev', 'devOptional', 'optional')):
            yield folder, folder.split('node_modules/')[-1], package['version'], package['license']


def licence_text(folder):
    """The text of the package's licence file, or None."""
    for file in sorted(folder.iterdir()):
        if file.is_file() and file.stem.lower() in ('license', 'licence', 'copying'):
            return file.read_text(encoding='utf-8').strip()
    return None


def main():
    web, output = Path(sys.argv[1]), Path(sys.argv[2])
    parts = []
    for folder, name, version, licence in packages(web):
        text = licence_text(web / folder)
        if text is None:
            sys.exit(f'page_licences: {name} has no licence file')
        parts.append(f'{name} {version} ({licence})\n\n{text}\n')
    output.write_text(('\n' + '-' * 80 + '\n\n').join(parts), encoding='utf-8')


if __name__ == '__main__':
    main()
