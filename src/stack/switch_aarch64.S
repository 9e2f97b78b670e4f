/* switch_aarch64.S: the switches of switch.h for AArch64: x19 - x30 and d8 - d15 are saved. The call-frame information is as in
 * switch_x86_64.S. */
#if defined(__aarch64__) && !defined(KONT_MAKECONTEXT)

#include "switch.h"

#if defined(KONT_FPENV)
#define FRAME 176
#else
#define FRAME 160
#endif

/* As in switch_x86_64.S. */
#define OUTSIDE 0x06, 0x23, KONT__LINK, 0x06, 0x23, KONT__SP, 0x06, 0x23

        .text

.macro function name
        .globl  \name
        .hidden \name
        .type   \name, %function
        .p2align 4
\name:
        .cfi_startproc
        hint    #34                                     /* bti c */
.endm

.macro endfunction name
        .cfi_endproc
        .size   \name, . - \name
.endm

/* As in switch_x86_64.S. */
.macro saved_registers
        .cfi_offset x19, 0 - FRAME
        .cfi_offset x20, 8 - FRAME
        .cfi_offset x21, 16 - FRAME
        .cfi_offset x22, 24 - FRAME
        .cfi_offset x23, 32 - FRAME
        .cfi_offset x24, 40 - FRAME
        .cfi_offset x25, 48 - FRAME
        .cfi_offset x26, 56 - FRAME
        .cfi_offset x27, 64 - FRAME
        .cfi_offset x28, 72 - FRAME
        .cfi_offset x29, 80 - FRAME
        .cfi_offset x30, 88 - FRAME
.endm

.macro waiting_frame
        .cfi_def_cfa sp, FRAME
        saved_registers
.endm

.macro save_registers
        sub     sp, sp, #FRAME
        waiting_frame
        stp     x19, x20, [sp, #0]
        stp     x21, x22, [sp, #16]
        stp     x23, x24, [sp, #32]
        stp     x25, x26, [sp, #48]
        stp     x27, x28, [sp, #64]
        stp     x29, x30, [sp, #80]
        stp     d8, d9, [sp, #96]
        stp     d10, d11, [sp, #112]
        stp     d12, d13, [sp, #128]
        stp     d14, d15, [sp, #144]
#if defined(KONT_FPENV)
        mrs     x9, fpcr
        str     x9, [sp, #160]
#endif
.endm

.macro restore_registers
#if defined(KONT_FPENV)
        ldr     x9, [sp, #160]
        msr     fpcr, x9
#endif
        ldp     x19, x20, [sp, #0]
        ldp     x21, x22, [sp, #16]
        ldp     x23, x24, [sp, #32]
        ldp     x25, x26, [sp, #48]
        ldp     x27, x28, [sp, #64]
        ldp     x29, x30, [sp, #80]
        ldp     d8, d9, [sp, #96]
        ldp     d10, d11, [sp, #112]
        ldp     d12, d13, [sp, #128]
        ldp     d14, d15, [sp, #144]
        add     sp, sp, #FRAME
        .cfi_def_cfa sp, 0
.endm

/* Not `ret`, whose prediction would be wrong every time; but under branch protection only `ret` may land behind a call. */
.macro go_on
#if defined(__ARM_FEATURE_BTI_DEFAULT)
        ret
#else
        br      x30
#endif
.endm

function kont__switch_in                                /* x0: to, x1: v, x2: from */
        save_registers
        mov     x9, sp
        str     x9, [x2, #KONT__SP]
        ldr     x9, [x0, #KONT__SP]
        mov     sp, x9
        mov     x0, x1
        restore_registers
        go_on
endfunction kont__switch_in

function kont__switch_out                               /* x0: from, x1: v, x2: to */
        save_registers
        mov     x9, sp
        str     x9, [x0, #KONT__SP]
        ldr     x9, [x2, #KONT__SP]
        mov     sp, x9
        mov     x0, x1
        restore_registers
        go_on
endfunction kont__switch_out

function kont__switch_call                              /* x0: save, x1: to, x2: fn, x3: arg */
        save_registers
        mov     x9, sp
        str     x9, [x0]
        mov     sp, x1
        mov     x0, x3
        blr     x2
        restore_registers
        go_on
endfunction kont__switch_call

function kont__jump                                     /* x0: to, x1: v */
        mov     sp, x0
        waiting_frame
        mov     x0, x1
        restore_registers
        go_on
endfunction kont__jump

function kont__jump_copied                              /* x0: to, x1: v, x2: slice, x3: size */
        mov     x9, sp
        cmp     x9, x0
        csel    x9, x0, x9, hi
        mov     sp, x9
        mov     x9, #0
        b       2f
1:      ldr     x10, [x2, x9]
        str     x10, [x0, x9]
        add     x9, x9, #8
2:      cmp     x9, x3
        b.lo    1b
        mov     sp, x0
        waiting_frame
        mov     x0, x1
        restore_registers
        go_on
endfunction kont__jump_copied

function kont__jump_call                                /* x0: to, x1: fn, x2: arg */
        mov     sp, x0
        waiting_frame
        mov     x0, x2
        blr     x1
        restore_registers
        go_on
endfunction kont__jump_call

function kont__light                                    /* x0: dyn frame, x1: fn, x2: arg */
        save_registers
        mov     x9, sp
        str     x9, [x0, #KONT__AT]
        mov     x0, x2
        blr     x1
        ldp     x29, x30, [sp, #80]
        add     sp, sp, #FRAME
        .cfi_def_cfa sp, 0
        ret
endfunction kont__light

function kont__start                                    /* x0: p, x1: fn, x2: arg, x3: from */
        save_registers
        mov     x9, sp
        str     x9, [x3, #KONT__SP]
        ldr     x9, [x0, #KONT__HOME]
        sub     sp, x9, #KONT__BASE
        mov     x0, x2
        mov     x2, x1
        b       base_call
endfunction kont__start

function kont__jump_out                                 /* x0: to, x1: v */
        ldr     x0, [x0, #KONT__SP]
        b       kont__jump
endfunction kont__jump_out

function kont__switch_new                               /* x0: save, x1: top, x2: fn, x3: arg */
        save_registers
        mov     x9, sp
        str     x9, [x0]
        sub     sp, x1, #KONT__BASE
        mov     x0, x3
        b       base_call
endfunction kont__switch_new

function kont__jump_new                                 /* x0: top, x1: fn, x2: arg */
        sub     sp, x0, #KONT__BASE
        mov     x0, x2
        mov     x2, x1
        b       base_call
endfunction kont__jump_new

        .hidden kont__unwind_base

        .type   __morestack, %function
        .p2align 4
__morestack:
        .cfi_startproc
        .cfi_personality 0x1b, kont__unwind_base        /* pc-relative */
        .cfi_escape 0x0f, 13, 0x8f, 0x80 | (KONT__BASE & 0x7f), KONT__BASE >> 7, OUTSIDE, 0x80 | (FRAME & 0x7f), FRAME >> 7
        saved_registers
        nop
base_call:                                              /* what the body saves of registers is its own: a capture would keep the rest alive */
        mov     x19, xzr
        mov     x20, xzr
        mov     x21, xzr
        mov     x22, xzr
        mov     x23, xzr
        mov     x24, xzr
        mov     x25, xzr
        mov     x26, xzr
        mov     x27, xzr
        mov     x28, xzr
        mov     x29, xzr
        blr     x2
base_return:
        mov     x19, x0
        bl      kont__finish
        mov     x1, x19
        b       kont__return_to_waiting
        .cfi_remember_state                             /* a frame that returns here looks up the address before */
        .cfi_escape 0x0f, 12, 0x8f, 0x00, OUTSIDE, 0x80 | (FRAME & 0x7f), FRAME >> 7
        nop
bare_return:
        hint    #36                                     /* bti j */
        sub     sp, sp, #KONT__BASE
        .cfi_restore_state
        b       base_return
        .cfi_endproc
        .size   __morestack, . - __morestack

/* From the base of a segment to the stack that waits outside: x0: that stack, x1: v. A return, as in switch_x86_64.S. */
function kont__return_to_waiting
        mov     sp, x0
        waiting_frame
        mov     x0, x1
        restore_registers
        ret
endfunction kont__return_to_waiting

function kont__bare                                     /* x0: top */
        sub     x0, x0, #FRAME
        mov     x9, #0
1:      str     xzr, [x0, x9]
        add     x9, x9, #8
        cmp     x9, #FRAME
        b.ne    1b
        adr     x9, bare_return
        str     x9, [x0, #88]
#if defined(KONT_FPENV)
        mrs     x9, fpcr
        str     x9, [x0, #160]
#endif
        ret
endfunction kont__bare

#endif

#if defined(__linux__) && defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
#endif
