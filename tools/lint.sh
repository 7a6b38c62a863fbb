#!/usr/bin/env bash
# Formatting (clang-format 14), the include check, and clang-tidy on the sources that changed since LINT_BASE
# (default: the last commit; uncommitted changes count). Usage: [LINT_BASE=REV] tools/lint.sh build-folder
set -euo pipefail
build=$1
cd "$(dirname "$0")/.."

version=$(clang-format-14 --version)
case "$version" in *"version 14."*) ;; *) echo "lint: clang-format 14 is needed, this is: $version" >&2; exit 1 ;; esac

echo "lint: formatting"
git ls-files '*.h' '*.cpp' | xargs clang-format-14 --dry-run --Werror

echo "lint: includes"
python3 tests/architecture/check_includes.py .

base=${LINT_BASE:-$(git rev-parse -q --verify HEAD~1 || git hash-object -t tree /dev/null)}
mapfile -t changed < <(git diff --name-only --diff-filter=d "$base" -- '*.cpp')
echo "lint: clang-tidy on ${#changed[@]} changed sources"
[ ${#changed[@]} -eq 0 ] || printf '%s\n' "${changed[@]}" | xargs -P "$(nproc)" -n 4 clang-tidy-14 -p "$build" --quiet
echo "lint: clean"
