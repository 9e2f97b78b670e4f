# make CROSS=aarch64-linux-gnu-: after tools/cross/fetch arm64. Programs are linked statically, so that qemu-aarch64 needs no libraries.
GC_CFLAGS := -Ibuild/cross/arm64/usr/include
GC_LIBS := build/cross/arm64/usr/lib/aarch64-linux-gnu/libgc.a -ldl
SHARED_LIBS :=
LINK_STATIC := -static
