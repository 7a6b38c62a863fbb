# The verbs people type. Each is a few lines; what needs more is a script in tools/.
# `make` alone lists them. BUILD is where `make build` puts things; JOBS limits the compilers that run at once,
# ONLY the sanitized tests, or fuzz targets, to those whose names match; SECONDS how long each fuzz target, and the soak, runs; STUDIO=OFF leaves the desktop studio out of sanitized builds,
# WEB=OFF the web page, and with it Node.js, out of every build.

BUILD := build
JOBS  ?= $(shell nproc)
ONLY  ?= .
STUDIO ?= ON
SECONDS ?= 120
APP   := $(BUILD)/bin/nanobanana
PORT  ?= 8000
WEB_PORT ?= 5173
WEB   ?=
export WEB

.DEFAULT_GOAL := help
.PHONY: help setup configure build run web web-dev studio screenshots translations demo test test-all test-asan test-tsan \
	test-allocations deb test-deb fuzz fuzz-coverage soak bench bench-canvas bench-fill bench-web lint lint-all format \
	check-debian13 clean up down logs restart health metrics prod-build prod-up image-test

help: ## list the verbs
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

setup: ## install what is missing (apt, as root or with sudo); quick when nothing is
	@tools/setup.sh build

configure: setup
	@cmake --preset release --log-level=WARNING $(if $(WEB),-DNB_BUILD_WEB=$(WEB)) >/dev/null

build: configure ## compile everything into build/, tests included
	@tools/build.sh $(BUILD) $(JOBS)

run: configure ## the web page on port 5173 and the API on 8000, without a key in demo mode; PORT=, WEB_PORT=
	@tools/build.sh $(BUILD) $(JOBS) nanobanana
	@PORT=$(PORT) WEB_PORT=$(WEB_PORT) tools/run.sh $(APP)

web: setup ## build the web page alone, into ui/web/dist
	@tools/web.sh build --logLevel warn

web-dev: setup ## the web page with hot reload on port 5173, for a server that runs on PORT (make run WEB_PORT=0)
	@NB_SERVER=http://localhost:$(PORT) tools/web.sh dev

studio: configure ## the desktop app; PICTURE=file opens it
	@tools/build.sh $(BUILD) $(JOBS) nanobanana-studio
	@$(BUILD)/bin/nanobanana-studio $(PICTURE)

screenshots: configure ## take the studio's and the page's pictures in docs/pictures anew
	@tools/setup.sh test
	@tools/build.sh $(BUILD) $(JOBS) studio_pictures nanobanana
	@tools/screenshots.sh $(BUILD)/bin/studio_pictures
	@[ "$(WEB)" = OFF ] || NB_SCREENSHOTS=$(CURDIR)/docs/pictures NB_BINARY=$(abspath $(APP)) tools/web.sh test:browser look

translations: build ## bring the studio's translations up to date with its texts
	@tools/translations.sh

demo: configure ## edit a sample picture end to end, offline
	@tools/build.sh $(BUILD) $(JOBS) nanobanana
	@tools/demo.sh $(APP)

test: build ## every test, through ctest
	@tools/setup.sh test
	@ctest --preset release -j $(JOBS)

test-all: test test-allocations test-deb test-asan ## every test, as it is and under the sanitizers that Debian's Qt allows

test-asan: setup ## every test under AddressSanitizer and UBSan
	@tools/setup.sh test
	@cmake --preset asan-ubsan --log-level=WARNING -DNB_BUILD_STUDIO=$(STUDIO)
	@tools/build.sh build-asan-ubsan $(JOBS)
	@ctest --preset asan-ubsan -j $(JOBS) -R '$(ONLY)'

test-tsan: setup ## every test under ThreadSanitizer; needs a Qt built with it (docs/adr/0020-proof.md)
	@tools/setup.sh test
	@cmake --preset tsan --log-level=WARNING -DNB_BUILD_STUDIO=$(STUDIO)
	@tools/build.sh build-tsan $(JOBS)
	@ctest --preset tsan -j $(JOBS) -R '$(ONLY)'

fuzz: ## every fuzz target for SECONDS=120 with libFuzzer, ASan and UBSan; ONLY=name for one of them
	@tools/setup.sh build
	@tools/setup.sh fuzz
	@tools/fuzz.sh run $(SECONDS) '$(ONLY)' $(JOBS)

fuzz-coverage: ## how many lines of its sources each fuzz target's corpus reaches
	@tools/setup.sh build
	@tools/setup.sh fuzz
	@tools/fuzz.sh coverage 0 '$(ONLY)' $(JOBS)

soak: configure ## the server under load for SECONDS=120, with clients that leave and a provider that fails
	@tools/build.sh $(BUILD) $(JOBS) nanobanana
	@tools/soak.sh $(APP) $(SECONDS)

test-allocations: build ## an edit for each large allocation that may fail, some minutes
	@NB_EVERY_ALLOCATION=1 QTEST_FUNCTION_TIMEOUT=3600000 $(BUILD)/tests/integration_memory tst_failing_allocations

deb: configure ## the Debian packages nanobanana and nanobanana-studio, in build/packages
	@tools/setup.sh deb
	@tools/build.sh $(BUILD) $(JOBS) nanobanana nanobanana-studio nb_icons nb_package_files
	@tools/deb.sh $(BUILD)

test-deb: deb ## install, run and purge the packages in a clean Debian root made with debootstrap (needs root, 2 GB)
	@tools/setup.sh test-deb
	@/usr/bin/python3 tests/installers/debian/test_packages.py $(BUILD)/packages .

bench: setup ## the benchmarks, each with a ratio to something known
	@tools/setup.sh bench
	@cmake --preset release --log-level=WARNING -DNB_BUILD_BENCHMARKS=ON
	@tools/build.sh $(BUILD) $(JOBS)
	@tools/bench.sh $(BUILD)

bench-canvas: setup ## how quickly the studio's canvas follows the hand, beside its targets
	@tools/setup.sh bench
	@cmake --preset release --log-level=WARNING -DNB_BUILD_BENCHMARKS=ON
	@tools/build.sh $(BUILD) $(JOBS) bench_canvas
	@$(BUILD)/bench/canvas/bench_canvas

bench-fill: setup ## our fill beside the other free ones: a table and a contact sheet, a quarter of an hour
	@tools/setup.sh bench
	@cmake --preset release --log-level=WARNING -DNB_BUILD_BENCHMARKS=ON
	@tools/build.sh $(BUILD) $(JOBS) bench_fill
	@$(BUILD)/bench/fill/bench_fill --speed --methods ours --sheet $(BUILD)/bench-fill-speed.png
	@$(BUILD)/bench/fill/bench_fill --jobs 2 --table $(BUILD)/bench-fill.md --sheet $(BUILD)/bench-fill.png
	@echo "table: $(BUILD)/bench-fill.md, contact sheet: $(BUILD)/bench-fill.png"

bench-web: setup ## how quickly the web page follows the pointer in a slowed-down Chromium, beside its targets
	@tools/setup.sh test
	@tools/web.sh bench

lint: build ## formatting, includes, clang-tidy on what changed since LINT_BASE (default: the last commit)
	@tools/setup.sh lint
	@tools/lint.sh $(BUILD)

lint-all: build ## the same with clang-tidy on every source
	@tools/setup.sh lint
	@tools/lint.sh $(BUILD) all

format: ## rewrite the sources with clang-format 14, and the web page's with Prettier
	@tools/setup.sh lint
	@git ls-files '*.h' '*.cpp' | xargs clang-format-14 -i
	@[ "$(WEB)" = OFF ] || tools/web.sh format

check-debian13: ## build and test in a Debian 13 root made with debootstrap (needs root, 10 GB)
	@tools/check_debian13.sh

up: ## build and start the containers of docker-compose.yml: page, API, Prometheus, Grafana, Jaeger, Redis
	@tools/compose.sh up -d --build

down: ## stop and remove the containers; COMPOSE_FILE=docker-compose.prod.yml for production's, here and below
	@tools/compose.sh down

logs: ## print what the containers have logged
	@tools/compose.sh logs --no-color

restart: ## stop the containers and start them again
	@tools/compose.sh restart

health: ## ask the server on PORT=8000 for its health
	@curl -fsS http://localhost:$(PORT)/api/health && echo

metrics: ## print the metrics of the server on PORT=8000
	@curl -fsS http://localhost:$(PORT)/metrics

prod-build: ## build production's images
	@BUILD_VERSION=$$(git describe --tags --always) BUILD_DATE=$$(date -u +%Y-%m-%dT%H:%M:%SZ) \
		tools/compose.sh -f docker-compose.prod.yml build

prod-up: ## start the containers of docker-compose.prod.yml: three servers behind nginx, page, Redis
	@tools/compose.sh -f docker-compose.prod.yml up -d

image-test: ## build both images without a daemon on a Debian made by debootstrap, and run them (needs root, 6 GB)
	@JOBS=$(JOBS) tools/image_test.sh

clean: ## remove the build folders
	@rm -rf build build-*
