# make CROSS=aarch64-linux-gnu-: after tools/cross/fetch arm64. Programs are linked statically, so that qemu-aarch64 needs no libraries.
GC_CFLAGS := -Ibuild/cross/arm64/usr/include
GC_LIBS := build/cross/arm64/usr/lib/aarch64-linux-gnu/libgc.a -ldl
SHARED_LIBS :=
# Its REPL goes without libedit.
SCHEME_CFLAGS := -Ibuild/cross/arm64/usr/include/aarch64-linux-gnu
HAVE_GMP := $(wildcard build/cross/arm64/usr/include/*/gmp.h)
SCHEME_LIBS := build/cross/arm64/usr/lib/aarch64-linux-gnu/libgmp.a -lm
LINK_STATIC := -static
