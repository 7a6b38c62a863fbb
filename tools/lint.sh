#!/usr/bin/env bash
# Formatting (clang-format 14), the checks of includes and of QString::arg, the web page's types, ESLint and Prettier
# (not with WEB=OFF), and clang-tidy on the sources that changed
# since LINT_BASE (default: the last commit; uncommitted changes count), or with "all" on every source.
# Usage: [LINT_BASE=REV] tools/lint.sh build-folder [all]
set -euo pipefail
build=$1
cd "$(dirname "$0")/.."

version=$(clang-format-14 --version)
case "$version" in *"version 14."*) ;; *) echo "lint: clang-format 14 is needed, this is: $version" >&2; exit 1 ;; esac

echo "lint: formatting"
git ls-files '*.h' '*.cpp' | xargs clang-format-14 --dry-run --Werror

echo "lint: includes"
python3 tests/architecture/check_includes.py .

echo "lint: chains of arg()"
python3 tests/architecture/check_arg_chains.py .

if [ "${WEB:-ON}" != OFF ]; then
    echo "lint: the web page"
    tools/web.sh lint
fi

if [ "${2:-}" = all ]; then
    mapfile -t sources < <(git ls-files 'app/*.cpp' 'core/*.cpp' 'ui/*.cpp' 'tests/*.cpp')
else
    base=${LINT_BASE:-$(git rev-parse -q --verify HEAD~1 || git hash-object -t tree /dev/null)}
    mapfile -t sources < <(git diff --name-only --diff-filter=d "$base" -- '*.cpp')
fi

# clang reads no precompiled header of g++; without them it also finds the includes that they hide.
mkdir -p "$build/lint"
sed -E 's/ -Winvalid-pch| -fpch-preprocess| -include [^ ]*cmake_pch\.hxx//g' "$build/compile_commands.json" \
    >"$build/lint/compile_commands.json"

echo "lint: clang-tidy on ${#sources[@]} sources"
[ ${#sources[@]} -eq 0 ] || printf '%s\n' "${sources[@]}" |
    xargs -P "$(nproc)" -n 4 clang-tidy-14 -p "$build/lint" --quiet
echo "lint: clean"
