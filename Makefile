# Everything a person or a machine does with this project. `make demo` and `make test` start from a bare Debian 12.

SHELL := /bin/bash
JOBS ?= $(shell nproc)
DEMO_DATA ?= demo-data
DEMO_LISTEN ?= 127.0.0.1:8080

.PHONY: help setup build debug demo test test-long bench lint format clean install

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## Install what is missing from Debian and npm
	@tools/setup

build: setup ## Build the release program at build/release/mooring
	@tools/build release mooring

debug: setup ## Build everything with debug settings
	@tools/build debug all

demo: build ## Start a ready instance on port 8080
	@build/release/mooring demo --data $(DEMO_DATA) --listen $(DEMO_LISTEN) --credentials $(DEMO_DATA)/credentials.json

test: setup ## Build and run every test that is not slow
	@tools/test

test-long: setup ## The slow checks: sanitizer runs, kill -9 rounds, fuzzing, real time
	@tools/test --long

bench: setup ## Measure speed and memory against peers in the same run
	@tools/build release all
	@bench/run

lint: setup ## Check formatting, includes and clang-tidy
	@tools/lint

format: ## Rewrite all C++ sources with clang-format
	@git ls-files -co --exclude-standard '*.cpp' '*.hpp' | xargs clang-format-16 -i

install: build ## Install program, man page, completions and service files under DESTDIR/PREFIX
	@cmake --install build/release --prefix $(or $(PREFIX),/usr/local)

clean: ## Remove everything that was built
	rm -rf build
