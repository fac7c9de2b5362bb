# The only command surface; CI calls the same targets. Works with GNU make 3.81 and newer.
.DEFAULT_GOAL := help
.PHONY: help run demo test check bench docs papers faults browser mutants web clean
.NOTPARALLEL:

PYTHON := .venv/bin/python
CONSOLE := web/dist/index.html
READY := .venv/ready
UV_VERSION := 0.13.9
# uv from PATH, else from the package index into .venv. Its cache stays below .venv too.
export UV_CACHE_DIR ?= $(CURDIR)/.venv/cache
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE ?= hardlink
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH

EMBEDDED := $(PYTHON) -m config.embedded
TEST := HYPOTHESIS_STORAGE_DIRECTORY=var/cache/hypothesis PYTEST_DEBUG_TEMPROOT=var/test \
	$(EMBEDDED) --data var/test --scratch $(PYTHON) -m pytest
# Throwaway secrets: the checks must see production's settings, never its keys.
PRODUCTION := env $$($(PYTHON) -m config.keys) DJANGO_SETTINGS_MODULE=config.settings.prod \
	ALLOWED_HOSTS=localhost DATABASE_URL=postgresql://localhost/none REDIS_URL=redis://localhost

help: ## 显示本说明 / this list
	@awk -F ' ## ' '/^[a-z]+:.* ## / { sub(/:.*/, "", $$1); printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: $(READY) $(CONSOLE) ## 启动演示服务，Ctrl-C 停止（HOST、PORT 可设） / run everything, Ctrl-C stops it
	@$(PYTHON) -m config.supervisor serve --with-parent

web: $(READY) web/node_modules/.ready ## 开发工作台，改动即时生效（SERVICE 设服务地址） / the console with reload
	web/npm run dev

$(CONSOLE): web/node_modules/.ready docs/openapi.yaml $(shell find web/src web/scripts -type f) web/index.html web/vite.config.ts web/tsconfig.json
	@echo "正在构建工作台 / building the console" >&2
	@mkdir -p var
	@web/npm run --silent build >var/web.log 2>&1 || { cat var/web.log >&2; exit 1; }

web/node_modules/.ready: web/package-lock.json
	@web/npm ci --silent --no-fund --no-audit
	@touch $@

demo: $(READY) ## 造演示数据、汇总、打印年报一节后退出 / seed, count, print the section, exit
	@$(PYTHON) -m config.supervisor demo --with-parent

test: $(READY) ## 全部测试；ARGS 传给 pytest / all tests; ARGS go to pytest
	@mkdir -p var/test
	@$(TEST) -n 2 --ignore=tests/faults --ignore=tests/browser $(ARGS)

faults: $(READY) ## 故障测试：杀进程、停 Redis / kill workers, stop Redis
	@mkdir -p var/test
	@$(TEST) tests/faults $(ARGS)

browser: $(READY) $(CONSOLE) ## 浏览器测试：真实的工作台、服务和 Chromium / the real console in a real browser
	@mkdir -p var/test
	@$(TEST) $(if $(filter tests/%,$(ARGS)),,tests/browser) $(ARGS)

mutants: $(READY) ## 变异测试；ARGS 是文件、函数、--tenth N / break the rules, see whether tests notice
	@mkdir -p var/mutants
	@$(EMBEDDED) --data var/mutants --scratch $(PYTHON) -m tests.mutants $(ARGS)

bench: $(READY) ## 性能基准，与极限并排测量；ARGS 传给 bench / measured beside the limits
	@$(EMBEDDED) --data var/bench $(PYTHON) -m bench $(ARGS)

check: $(READY) ## 规范、类型、部署检查、生成文档是否最新 / style, types, deployment, docs
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING
	$(PRODUCTION) $(PYTHON) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	mkdir -p var/cache
	$(PRODUCTION) $(PYTHON) manage.py spectacular --validate --fail-on-warn --file var/cache/openapi.yaml
	diff -u docs/openapi.yaml var/cache/openapi.yaml
	$(PRODUCTION) $(PYTHON) manage.py rules --check
	$(PRODUCTION) $(PYTHON) manage.py edition_schema --check

docs: $(READY) ## 重新生成 docs/openapi.yaml 和 docs/rules.md / regenerate them
	$(PRODUCTION) $(PYTHON) manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml
	$(PRODUCTION) $(PYTHON) manage.py rules
	$(PRODUCTION) $(PYTHON) manage.py edition_schema

papers: $(READY) ## 重做 docs/papers 的文书样张（需要 LibreOffice、poppler） / the contact sheets of all papers
	@mkdir -p var/test
	@PAPER_SHEETS=docs/papers $(TEST) tests/disputes/papers/test_sheets.py -k bear_its_name $(ARGS)

clean: ## 删除可重建的文件，保留演示数据和密钥 / remove what can be rebuilt, keep data and keys
	rm -rf .venv web/node_modules web/dist mutants var/mutants var/cache var/test var/bench var/static var/log
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock
	@set -e; \
	for python in python3 python3.14 python3.13 python3.12 python3.11 ''; do \
	  test -n "$$python" || { echo "需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed" >&2; exit 1; }; \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	done; \
	if uv=$$(command -v uv); then \
	  test -x $(PYTHON) || "$$uv" venv --quiet --no-project --allow-existing --python "$$(command -v $$python)" .venv; \
	else \
	  uv=.venv/bin/uv; \
	  test -x $$uv || { $$python -m venv .venv && \
	    $(PYTHON) -m pip install --quiet --no-cache-dir uv==$(UV_VERSION); } || { echo \
	    "无法建立 .venv，原因见上；Debian/Ubuntu 请先 apt install python3-venv / cannot make .venv, see above; on Debian: apt install python3-venv" >&2; \
	    exit 1; }; \
	fi; \
	echo "正在安装依赖，仅首次需要 / installing dependencies, only once" >&2; \
	"$$uv" pip sync --quiet --compile-bytecode --python $(PYTHON) --require-hashes requirements.lock; \
	touch $@
