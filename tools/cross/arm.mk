# make CROSS=arm-linux-gnueabihf-: after tools/cross/fetch armhf. Programs are linked statically, so that qemu-arm needs no libraries.
GC_CFLAGS := -Ibuild/cross/armhf/usr/include
GC_LIBS := build/cross/armhf/usr/lib/arm-linux-gnueabihf/libgc.a -ldl
SHARED_LIBS :=
LINK_STATIC := -static
