# make CROSS=s390x-linux-gnu-: after tools/cross/fetch s390x. Programs are linked statically, so that qemu-s390x needs no libraries.
GC_CFLAGS := -Ibuild/cross/s390x/usr/include
GC_LIBS := build/cross/s390x/usr/lib/s390x-linux-gnu/libgc.a -ldl
SHARED_LIBS :=
# Its REPL goes without libedit.
SCHEME_CFLAGS := -Ibuild/cross/s390x/usr/include/s390x-linux-gnu
HAVE_GMP := $(wildcard build/cross/s390x/usr/include/*/gmp.h)
SCHEME_LIBS := build/cross/s390x/usr/lib/s390x-linux-gnu/libgmp.a -lm
LINK_STATIC := -static
