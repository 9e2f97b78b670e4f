# make CROSS=arm-linux-gnueabihf-: after tools/cross/fetch armhf. Programs are linked statically, so that qemu-arm needs no libraries.
GC_CFLAGS := -Ibuild/cross/armhf/usr/include
GC_LIBS := build/cross/armhf/usr/lib/arm-linux-gnueabihf/libgc.a -ldl
SHARED_LIBS :=
# Its REPL goes without libedit.
SCHEME_CFLAGS := -Ibuild/cross/armhf/usr/include/arm-linux-gnueabihf
HAVE_GMP := $(wildcard build/cross/armhf/usr/include/*/gmp.h)
SCHEME_LIBS := build/cross/armhf/usr/lib/arm-linux-gnueabihf/libgmp.a -lm
LINK_STATIC := -static
# Here gcc makes no unwind tables for C by itself: backtraces, pthread_exit and pthread_cancel go through frames with them alone.
GC_CFLAGS += -funwind-tables
