#!/usr/bin/env bash
# Fuzz targets (tests/fuzz): `run` gives each the seconds and keeps what it finds; `coverage` says how many lines of the
# sources that it is about its corpus reaches. Usage: tools/fuzz.sh run|coverage seconds regex jobs
set -euo pipefail
cd "$(dirname "$0")/.."
verb=$1 seconds=$2 only=$3 jobs=$4

# What a target is about, for its coverage: files of core/ and app/.
sources_of() {
    case $1 in
        answer_gemini) echo core/providers/{gemini_response,wire_json,wire_base64,scrub}.cpp ;;
        answer_nanobanana) echo core/providers/{wire_json,wire_base64,scrub}.cpp ;;
        answer_openai) echo core/providers/{wire_json,wire_base64,scrub}.cpp ;;
        csv) echo app/cli/{csv,csv_list,csv_text}.cpp ;;
        framing) echo core/server/http/{framing,http_syntax}.cpp ;;
        jpeg) echo core/image/{jpeg_decode,jpeg_layout,jpeg_blocks,jpeg_rewrite,exif,kept_metadata}.cpp ;;
        journal) echo core/journal/{journal_index,journal_prune}.cpp ;;
        mask) echo core/mask/normalise.cpp ;;
        multipart) echo core/server/http/{multipart,header_value}.cpp ;;
        options) echo core/config/{values,env_file,loader,cidr}.cpp ;;
        ora) echo core/project/{open_raster_load,open_raster_parts,layer_info,archive}.cpp ;;
        png) echo core/image/{png_decode,png_input,png_syntax,png_colour,png_chunks,png_rewrite,icc,exif}.cpp ;;
        recovery) echo core/recovery/{record_file,recovery,recovery_records}.cpp ;;
        *) echo "fuzz: $1 is not in the table of sources" >&2; exit 2 ;;
    esac
}

targets() {
    local source
    for source in tests/fuzz/corpus/*/; do
        source=$(basename "$source")
        if [[ $source =~ $only ]]; then echo "$source"; fi
    done
}

build() {
    cmake --preset "$1" --log-level=WARNING >/dev/null
    tools/build.sh "build-$1" "$jobs" fuzzers
}

dictionary_of() {
    local file="tests/fuzz/${1/answer_*/answer}.dict"
    if [ -f "$file" ]; then echo "-dict=$file"; fi
}

run() {
    build fuzz
    local failed=0 target corpus found words
    for target in $(targets); do
        corpus=build-fuzz/corpus/$target found=build-fuzz/found/$target
        mkdir -p "$corpus" "$found"
        words=$(dictionary_of "$target")
        # The limits keep a finding of memory or time a finding, and no trouble of the machine's.
        if UBSAN_OPTIONS=print_stacktrace=1 build-fuzz/fuzz/fuzz_"$target" $words \
            -max_total_time="$seconds" -timeout=30 -rss_limit_mb=2048 -malloc_limit_mb=1024 -max_len=4096 \
            -print_final_stats=1 -artifact_prefix="$found/" "$corpus" "tests/fuzz/corpus/$target" \
            >"build-fuzz/$target.log" 2>&1; then
            echo "fuzz: $target: $(sed -n 's/stat::number_of_executed_units: *//p' "build-fuzz/$target.log") runs, clean"
        else
            failed=1
            echo "fuzz: $target found something: build-fuzz/$target.log, $found" >&2
        fi
    done
    return $failed
}

# The committed corpus, and what earlier runs have added to it.
coverage() {
    build fuzz-coverage
    local target profile
    for target in $(targets); do
        profile=build-fuzz-coverage/$target
        mkdir -p "build-fuzz/corpus/$target"
        LLVM_PROFILE_FILE=$profile.raw build-fuzz-coverage/fuzz/fuzz_"$target" -runs=0 \
            "tests/fuzz/corpus/$target" "build-fuzz/corpus/$target" >"$profile.log" 2>&1
        llvm-profdata-14 merge -o "$profile.data" "$profile.raw"
        llvm-cov-14 report build-fuzz-coverage/fuzz/fuzz_"$target" -instr-profile="$profile.data" >"$profile.txt"
        # Columns 8 and 9: lines, missed.
        awk -v target="$target" -v sources="$(sources_of "$target")" '
            BEGIN { count = split(sources, name, " ") }
            { for (i = 1; i <= count; ++i)
                  if (substr($1, length($1) - length(name[i]) + 1) == name[i]) { lines += $8; missed += $9 } }
            END { printf "fuzz: %-18s %5d lines, %.0f %% reached\n", target, lines, 100 * (lines - missed) / lines }
        ' "$profile.txt"
    done
}

case $verb in
    run) run ;;
    coverage) coverage ;;
    *) echo "fuzz: unknown verb '$verb'" >&2; exit 2 ;;
esac
