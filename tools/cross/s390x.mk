# make CROSS=s390x-linux-gnu-: after tools/cross/fetch s390x. Programs are linked statically, so that qemu-s390x needs no libraries.
GC_CFLAGS := -Ibuild/cross/s390x/usr/include
GC_LIBS := build/cross/s390x/usr/lib/s390x-linux-gnu/libgc.a -ldl
SHARED_LIBS :=
LINK_STATIC := -static
