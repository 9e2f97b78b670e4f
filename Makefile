# kont. `make help` says each target in a line.
#
#   MACHINE=cps      one machine: frames in the heap, libkont-cps, into build/cps, compiled by build/kontc; or MACHINE=stack
#   VARIANT=asan     another build of everything, into build/stack-asan
#   CC= CFLAGS=      yours; what the library needs is added to them
#   OUT=DIR          build products elsewhere
#   CROSS=PREFIX-    a cross compiler; see tools/cross

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:

# ---- what is built: machine, architecture, variant ----

VARIANTS := asan ubsan valgrind stress-gc stress-capture stress-small makecontext fpenv

FLAGS_asan           := -fsanitize=address -fno-omit-frame-pointer -DKONT_ASAN
FLAGS_ubsan          := -fsanitize=undefined -fno-sanitize-recover=all
FLAGS_valgrind       := -DKONT_VALGRIND
FLAGS_stress-gc      := -DKONT_STRESS_GC
FLAGS_stress-capture := -DKONT_STRESS_CAPTURE
FLAGS_stress-small   := -DKONT_STRESS_SMALL
FLAGS_makecontext    := -DKONT_MAKECONTEXT -fasynchronous-unwind-tables
FLAGS_fpenv          := -DKONT_FPENV

VARIANT ?=
ifneq ($(filter-out $(VARIANTS),$(VARIANT)),)
$(error unknown VARIANT=$(VARIANT); there are: $(VARIANTS))
endif
ifneq ($(word 2,$(VARIANT)),)
$(error one VARIANT at a time, not: $(VARIANT))
endif
ifneq ($(filter-out 0,$(FPENV)),)
ifeq ($(VARIANT),)
override VARIANT := fpenv
endif
FLAGS_VARIANT := -DKONT_FPENV
endif

MACHINES := stack cps
MACHINE ?= stack
ifneq ($(filter-out $(MACHINES),$(MACHINE)),)
$(error unknown MACHINE=$(MACHINE); there are: $(MACHINES))
endif
NAME := $(if $(filter cps,$(MACHINE)),kont-cps,kont)
CROSS ?=
ARCH := $(firstword $(subst -, ,$(CROSS)))
# Where nothing says which, both machines are made.
BOTH := $(if $(VARIANT)$(CROSS)$(filter-out file undefined,$(origin MACHINE) $(origin OUT)),,yes)
OUT ?= build/$(MACHINE)$(if $(ARCH),-$(ARCH))$(if $(VARIANT),-$(VARIANT))

# ---- tools and flags ----

ifeq ($(origin CC),default)
CC := $(CROSS)gcc
endif
ifeq ($(origin AR),default)
AR := $(CROSS)ar
endif
CFLAGS ?= -O2 -g
GC_CFLAGS ?=
GC_LIBS ?= -lgc
SHARED_LIBS = $(GC_LIBS)
LIBEDIT := $(wildcard /usr/include/editline/readline.h /usr/local/include/editline/readline.h)
SCHEME_CFLAGS := $(if $(LIBEDIT),-DSCHEME_EDITING)
SCHEME_LIBS = -lgmp $(if $(LIBEDIT),-ledit) -lm
LINK_STATIC :=
ifeq ($(CROSS),)
ifneq ($(shell command -v pkg-config),)
GC_CFLAGS := $(shell pkg-config --silence-errors --cflags bdw-gc)
endif
else
-include tools/cross/$(ARCH).mk
endif

FLAGS_VARIANT += $(FLAGS_$(VARIANT))
FLAGS_ALL     := -std=gnu11 -Wall -Wextra -pthread $(GC_CFLAGS) $(FLAGS_VARIANT) -MMD -MP
# Two words that were just written one by one are not to be read as one vector: the processor would wait for the stores.
FLAGS_LIBRARY := $(FLAGS_ALL) -fno-tree-slp-vectorize -fvisibility=hidden -ftls-model=initial-exec -DKONT_MACHINE_$(if $(filter cps,$(MACHINE)),CPS,STACK) -Iinclude -Isrc
FLAGS_CLIENT  := $(FLAGS_ALL) -Iinclude
# What is marked goes through kontc for cps; the machine itself is written in its output's form.
KONTC := build/kontc
REWRITE := $(if $(filter cps,$(MACHINE)),$(KONTC))
COMPILE_MACHINE = $(CC) $(if $(REWRITE),-DKONT_FOR_CPS -fexceptions) $(FLAGS_LIBRARY) $(CPPFLAGS) $(CFLAGS)
COMPILE_LIBRARY = $(REWRITE) $(CC) $(FLAGS_LIBRARY) $(CPPFLAGS) $(CFLAGS)
COMPILE_CLIENT  = $(REWRITE) $(CC) $(FLAGS_CLIENT) $(CPPFLAGS) $(CFLAGS)
LINK = $(CC) -pthread $(FLAGS_VARIANT) $(CFLAGS) $(LDFLAGS)
# makecontext's floating-point environment takes libm.
ifeq ($(VARIANT),makecontext)
GC_LIBS += -lm
endif
LIBS = $(OUT)/lib$(NAME).a $(GC_LIBS) $(LDLIBS)

VERSION := $(shell sed -n 's/^.define KONT_VERSION "\(.*\)"/\1/p' include/kont/base.h)
SONAME  := lib$(NAME).so.$(firstword $(subst ., ,$(VERSION)))
REAL    := lib$(NAME).so.$(VERSION)
# A sanitizer's own names are found only when a program is linked.
ALL_DEFINED := -Wl,-z,defs
NO_UNDEFINED = $(if $(findstring -fsanitize,$(FLAGS_VARIANT)),,$(if $(SHARED_LIBS),$(ALL_DEFINED)))

# ---- the library ----

SOURCES := $(wildcard src/control/*.c src/layers/*.c src/$(MACHINE)/*.c src/$(MACHINE)/*.S)
STATIC_OBJECTS := $(SOURCES:src/%=$(OUT)/obj/static/%.o)
SHARED_OBJECTS := $(SOURCES:src/%=$(OUT)/obj/shared/%.o)

.PHONY: all library
all: library examples $(if $(VARIANT)$(CROSS),,tools) $(if $(BOTH),on-cps-all)
library: $(OUT)/lib$(NAME).a $(OUT)/lib$(NAME).so $(OUT)/$(NAME).pc

# The same for the other machine, where libclang is there: a make of its own, since need-demo may have installed it.
on-cps-%: need-demo
	@$(MAKE) --no-print-directory MACHINE=cps OUT=build/cps where-possible GOAL=$*
.PHONY: where-possible

# Compiler and flags as they were last time: objects made with others are made again.
$(OUT)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(COMPILE_LIBRARY) $(LINK) $(GC_LIBS)' | cmp -s - $@ || echo '$(COMPILE_LIBRARY) $(LINK) $(GC_LIBS)' > $@
FORCE:

$(OUT)/obj/static/$(MACHINE)/%.o $(OUT)/obj/shared/$(MACHINE)/%.o: COMPILE_LIBRARY = $(COMPILE_MACHINE)

$(STATIC_OBJECTS): $(OUT)/obj/static/%.o: src/% $(OUT)/flags $(REWRITE) | need-demo
	@mkdir -p $(@D)
	$(COMPILE_LIBRARY) -c $< -o $@

$(SHARED_OBJECTS): $(OUT)/obj/shared/%.o: src/% $(OUT)/flags $(REWRITE) | need-demo
	@mkdir -p $(@D)
	$(COMPILE_LIBRARY) -fPIC -c $< -o $@

$(OUT)/lib$(NAME).a: $(STATIC_OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

# nodelete: the collector's hooks and the signal handlers stay where dlclose would take the library away.
$(OUT)/$(REAL): $(SHARED_OBJECTS)
	$(LINK) -shared -Wl,-soname,$(SONAME) -Wl,-z,nodelete $(NO_UNDEFINED) $^ -o $@ $(SHARED_LIBS) $(LDLIBS)

$(OUT)/lib$(NAME).so: $(OUT)/$(REAL)
	ln -sf $(REAL) $(OUT)/$(SONAME)
	ln -sf $(SONAME) $@

# ---- installing ----

PREFIX ?= /usr/local
DESTDIR ?=
PUBLIC := include/kont.h $(wildcard include/kont/*.h)
ROOT = $(DESTDIR)$(PREFIX)
INSTALLED = $(addprefix $(ROOT)/lib/,lib$(NAME).a $(REAL) $(SONAME) lib$(NAME).so pkgconfig/$(NAME).pc) $(REWRITE:build/%=$(ROOT)/bin/%)
# What the two libraries share stays as long as the other one is installed.
GDB := $(wildcard src/gdb/*.py src/gdb/kont_gdb/*.py)
INSTALLED_SHARED = $(PUBLIC:%=$(ROOT)/%) $(GDB:src/%=$(ROOT)/share/kont/%)
OTHER_PC = $(ROOT)/lib/pkgconfig/$(if $(filter cps,$(MACHINE)),kont,kont-cps).pc
PC = sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@NAME@|$(NAME)|' src/kont.pc.in

$(OUT)/$(NAME).pc: src/kont.pc.in include/kont/base.h Makefile FORCE
	@mkdir -p $(@D)
	@$(PC) | cmp -s - $@ || $(PC) > $@

.PHONY: install uninstall
install: library $(if $(BOTH),on-cps-install)
	install -d $(ROOT)/include/kont $(ROOT)/lib/pkgconfig $(ROOT)/share/kont/gdb/kont_gdb
	install -m 644 include/kont.h $(ROOT)/include
	install -m 644 $(filter include/kont/%,$(PUBLIC)) $(ROOT)/include/kont
	install -m 644 $(OUT)/lib$(NAME).a $(OUT)/$(REAL) $(ROOT)/lib
	ln -sf $(REAL) $(ROOT)/lib/$(SONAME)
	ln -sf $(SONAME) $(ROOT)/lib/lib$(NAME).so
	install -m 644 $(OUT)/$(NAME).pc $(ROOT)/lib/pkgconfig
	install -m 644 $(filter src/gdb/kont_gdb/%,$(GDB)) $(ROOT)/share/kont/gdb/kont_gdb
	install -m 644 $(filter-out src/gdb/kont_gdb/%,$(GDB)) $(ROOT)/share/kont/gdb
	$(if $(REWRITE),install -d $(ROOT)/bin && install -m 755 $(REWRITE) $(ROOT)/bin)
	$(LDCONFIG)

uninstall:
	$(if $(BOTH),@$(MAKE) --no-print-directory MACHINE=cps OUT=build/cps uninstall)
	rm -f $(INSTALLED)
	if [ ! -e $(OTHER_PC) ]; then rm -f $(INSTALLED_SHARED); fi
	for d in include/kont share/kont/gdb/kont_gdb share/kont/gdb share/kont; do \
	    if [ ! -e $(OTHER_PC) ] && [ -d $(ROOT)/$$d ]; then rmdir $(ROOT)/$$d; fi; done
	$(LDCONFIG)

# Only a real installation by root changes what the loader finds.
LDCONFIG = @if [ -z "$(DESTDIR)" ] && [ "$$(id -u)" = 0 ]; then PATH="$$PATH:/sbin" ldconfig; fi

# ---- clients: examples, papers, tests; they see include/ only ----

$(OUT)/obj/%.o: %.c $(OUT)/flags $(REWRITE) | need-demo
	@mkdir -p $(@D)
	$(COMPILE_CLIENT) -Itests -c $< -o $@

objects = $(patsubst %.c,$(OUT)/obj/%.o,$(wildcard $(1)))
define LINK_PROGRAM
@mkdir -p $(@D)
$(LINK) $(LINK_STATIC) $(filter %.o,$^) $(filter-out $(OUT)/lib$(NAME).a,$(filter %.a,$^)) $(LIBS) -o $@
endef

# A program is a file of examples, examples/design, examples/effects or papers, or a folder of examples or papers with C files in it.
# Without GMP the Scheme is left out.
FILES   := $(wildcard examples/*.c examples/design/*.c examples/effects/*.c papers/*.c)
HAVE_GMP ?= $(wildcard /usr/include/gmp.h /usr/include/*/gmp.h /usr/local/include/gmp.h)
NO_PROGRAM := examples/design examples/effects papers/support $(if $(HAVE_GMP),,examples/scheme)
FOLDERS := $(filter-out $(NO_PROGRAM),$(sort $(patsubst %/,%,$(dir $(wildcard examples/*/*.c papers/*/*.c)))))
.PHONY: examples
examples: $(FILES:%.c=$(OUT)/%) $(FOLDERS:%=$(OUT)/%) $(if $(HAVE_GMP),,late-scheme)

# need-demo may have brought GMP since this file was read.
.PHONY: late-scheme
late-scheme: $(OUT)/lib$(NAME).a | need-demo
	@if echo '#include <gmp.h>' | $(CC) -E - >/dev/null 2>&1; then \
	    $(MAKE) --no-print-directory MACHINE=$(MACHINE) OUT=$(OUT) HAVE_GMP=yes $(OUT)/examples/scheme; fi

$(FILES:%.c=$(OUT)/%): $(OUT)/%: $(OUT)/obj/%.o $(OUT)/lib$(NAME).a
	$(LINK_PROGRAM)

# What the papers that are measured share.
PAPERS := $(OUT)/papers/libsupport.a
$(patsubst %.c,$(OUT)/%,$(filter papers/%,$(FILES))): $(PAPERS)
$(PAPERS): $(call objects,papers/support/*.c)
	@mkdir -p $(@D) && rm -f $@
	$(AR) rcs $@ $^

define folder_program
$(OUT)/$(1): $(call objects,$(1)/*.c) $(OUT)/lib$(NAME).a
	$$(LINK_PROGRAM)
endef
$(foreach folder,$(FOLDERS),$(eval $(call folder_program,$(folder))))
$(OUT)/examples/tsp: LIBS += -lm
$(OUT)/examples/scheme: LIBS += $(SCHEME_LIBS)
$(OUT)/obj/examples/scheme/embedded.o: $(wildcard examples/scheme/library/*.sld)
$(OUT)/obj/examples/scheme/%.o: FLAGS_CLIENT += $(SCHEME_CFLAGS)

# tests/NAME.c makes OUT/tests/NAME, with the small runner, and OUT/tests/criterion/NAME. What several tests share stands in
# tests/reference and tests/support; tests/programs, and the random comparison, have a main of their own, and groups drive them.
SUBJECTS    := $(patsubst tests/%.c,%,$(wildcard tests/*.c))
SUPPORT  := $(OUT)/tests/libsupport.a
HARNESS  := $(patsubst %,$(OUT)/obj/tests/runner/%.o,check record dies excluded)
PROGRAMS := $(patsubst %.c,$(OUT)/%,$(wildcard tests/programs/*.c tests/reference/random.c))
SHARED   := $(filter-out $(OUT)/obj/tests/reference/random.o,$(call objects,tests/reference/*.c tests/support/*.c))

$(OUT)/obj/tests/support/unwound.o: private override CFLAGS += -fexceptions

$(SUPPORT): $(SHARED) $(HARNESS)
	@mkdir -p $(@D) && rm -f $@
	$(AR) rcs $@ $^

.PHONY: tests tests-criterion
tests: library examples $(SUBJECTS:%=$(OUT)/tests/%) $(PROGRAMS)
tests-criterion: $(SUBJECTS:%=$(OUT)/tests/criterion/%)

$(SUBJECTS:%=$(OUT)/tests/%): $(OUT)/tests/%: $(OUT)/obj/tests/%.o $(OUT)/obj/tests/runner/plain.o $(SUPPORT) $(OUT)/lib$(NAME).a
	$(LINK_PROGRAM)

$(PROGRAMS): $(OUT)/%: $(OUT)/obj/%.o $(SUPPORT) $(OUT)/lib$(NAME).a
	$(LINK_PROGRAM)

$(OUT)/obj/criterion/%.o: tests/%.c $(OUT)/flags $(REWRITE) | need-demo need-test
	@mkdir -p $(@D)
	$(COMPILE_CLIENT) -Itests -DKONT_TEST_CRITERION -c $< -o $@

$(SUBJECTS:%=$(OUT)/tests/criterion/%): LIBS += -lcriterion
$(SUBJECTS:%=$(OUT)/tests/criterion/%): $(OUT)/tests/criterion/%: $(OUT)/obj/criterion/%.o $(OUT)/obj/criterion/runner/criterion.o \
    $(SUPPORT) $(OUT)/lib$(NAME).a
	$(LINK_PROGRAM)

# The calls that tests/faults makes fail.
WRAPPED := GC_malloc GC_malloc_atomic GC_malloc_uncollectable GC_malloc_many GC_generic_malloc GC_generic_malloc_many GC_expand_hp calloc mmap madvise mprotect \
    pthread_key_create pthread_setspecific pthread_atfork pthread_getattr_np pthread_attr_getstack sigaltstack pipe2 fopen getdelim snprintf vsnprintf
$(OUT)/tests/faults/run: private override LDFLAGS += $(WRAPPED:%=-Wl,--wrap=%)
$(OUT)/tests/faults/run: $(call objects,tests/faults/*.c) $(OUT)/lib$(NAME).a
	$(LINK_PROGRAM)

# Programs for who works on kont: tools/NAME.c makes build/tools/NAME.
TOOLS := $(patsubst tools/%.c,build/tools/%,$(wildcard tools/*.c))
.PHONY: tools
tools: $(TOOLS)
build/tools/%: $(OUT)/obj/tools/%.o $(SUPPORT) $(OUT)/lib$(NAME).a
	$(LINK_PROGRAM)

# ---- kontc, which rewrites what is marked; it needs libclang ----

LLVM ?= $(firstword $(wildcard /usr/lib/llvm-19 /usr/lib/llvm19 /usr/local/opt/llvm@19))
HAVE_LIBCLANG := $(wildcard $(LLVM)/include/clang-c/Index.h)
KONTC_OBJECTS := $(patsubst src/kontc/%.c,build/kontc-obj/%.o,$(wildcard src/kontc/*.c))
KONTC_CC ?= cc
KONTC_CFLAGS ?= -O2 -g

.PHONY: kontc
ifneq ($(HAVE_LIBCLANG),)
kontc: build/kontc
where-possible: $(GOAL)
else
where-possible: kontc
kontc:
	@echo 'kontc is left out, and what it compiles: libclang 19 is missing (Debian: libclang-19-dev; LLVM= says where it is)'
	@test -z "$(CI)"
endif

build/kontc: $(KONTC_OBJECTS)
	$(KONTC_CC) $(KONTC_CFLAGS) $^ -o $@ -L$(LLVM)/lib -lclang-19 -Wl,-rpath,$(LLVM)/lib

build/kontc-obj/%.o: src/kontc/%.c | need-demo
	@mkdir -p $(@D)
	$(KONTC_CC) -std=gnu11 -Wall -Wextra -I$(LLVM)/include -MMD -MP $(KONTC_CFLAGS) -c $< -o $@

# Compares random C functions as plain C with what kontc makes of them.
build/tools/random-c: $(wildcard tests/kontc/random/*.[ch]) | need-demo
	@mkdir -p $(@D)
	$(KONTC_CC) -std=gnu11 -Wall -Wextra $(KONTC_CFLAGS) $(filter %.c,$^) -o $@

# ---- what one types ----

.PHONY: demo test check soak lint bench bench-deps clean help
export MAKE OUT

demo: library examples $(if $(BOTH),on-cps-examples)
	@$(call run,examples/demo.sh,$(OUT) $(if $(BOTH),$$(test ! -x build/kontc || echo build/cps)))

test: need-demo need-test
	@tools/suite test

check: need-demo need-test need-check
	@tools/suite check

soak: need-demo
	@tools/suite soak

lint: need-lint
	@$(call run,tools/lint)

# Both machines, unless kontc is left out.
bench: library kontc need-demo
	@if [ -x build/kontc ]; then $(MAKE) -s MACHINE=cps VARIANT= CROSS= OUT=build/cps library; fi
	@$(call run,tests/bench/run,$(OUT) build/cps)

# The papers' measurements on both machines, side by side, and their plots in build/papers.
.PHONY: papers-plots
papers-plots: examples $(if $(BOTH),on-cps-examples)
	@tools/need plots
	@$(call run,papers/plots,$(PAPER))

bench-deps:
	@tools/need demo bench

clean:
	rm -rf build

# Runs a program of the tree, or says that it is not there.
run = if [ -x $(1) ]; then $(1) $(2); else echo 'make $@: $(1) is not there' >&2; exit 2; fi

# Installs what is missing of a group of tools/packages. One after the other, since the package manager is locked meanwhile.
.PHONY: need-demo need-test need-check need-lint
need-demo:
	@tools/need demo
need-test: | need-demo
	@tools/need test
need-check: | need-test
	@tools/need check
need-lint: | need-demo
	@tools/need lint

help:
	@echo 'make             both libraries and the examples, in build/stack and build/cps; kontc, which rewrites marked functions'
	@echo 'MACHINE=cps      with any of these: that with frames in the heap only; MACHINE=stack: the other'
	@echo 'make demo        watch kont solve puzzles'
	@echo 'make test        every test, in the default build'
	@echo 'make check       the variants, sanitizers, clang, installing, the README; GROUP=NAME for one of tools/check'
	@echo 'make soak        random tests and sweeps for long: SECONDS=600'
	@echo 'make lint        what breaks the rules of the source'
	@echo 'make bench       kont beside its peers; make bench-deps installs these'
	@echo 'make papers-plots  what the papers measured, on both machines, with plots; PAPER=NAME for one'
	@echo 'make install     to DESTDIR= PREFIX=/usr/local; make uninstall takes it away again'
	@echo 'make clean       removes build/'
	@echo 'VARIANT=NAME     with any of these: $(VARIANTS)'

-include $(shell find $(OUT)/obj build/kontc-obj -name '*.d' 2>/dev/null)
