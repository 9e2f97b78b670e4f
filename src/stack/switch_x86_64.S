/* switch_x86_64.S: the switches of switch.h for the System V x86-64 convention. The call-frame information lets debuggers and
 * unwinders pass from the base of a segment to the stack that waits outside (the symbol name __morestack tells gdb that
 * frames may go on at any address). */
#if defined(__x86_64__) && !defined(KONT_MAKECONTEXT)

#include "switch.h"

#if defined(KONT_FPENV)
#define FP 16
#else
#define FP 0
#endif
#define FRAME (48 + FP)                                 /* saved registers, below the address to go on at */

/* Call-frame information of a segment's base: the frame of the stack outside. From the control block at the top: its resident prompt; then
 * its link, to the sp that waits there. (By this sp displaced prompts are passed over: BACKTRACE in settle.c.) */
#define OUTSIDE 0x06, 0x23, KONT__LINK, 0x06, 0x23, KONT__SP, 0x06, 0x23

        .text

/* All are called by name: no landing of an indirect jump is at their beginning. */
.macro function name
        .globl  \name
        .hidden \name
        .type   \name, @function
        .p2align 6
\name:
        .cfi_startproc
.endm

.macro endfunction name
        .cfi_endproc
        .size   \name, . - \name
.endm

.macro save_registers
        pushq   %rbp
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset rbp, 0
        pushq   %rbx
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset rbx, 0
        pushq   %r12
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset r12, 0
        pushq   %r13
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset r13, 0
        pushq   %r14
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset r14, 0
        pushq   %r15
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset r15, 0
#if FP
        subq    $16, %rsp
        .cfi_adjust_cfa_offset 16
        stmxcsr (%rsp)
        fnstcw  4(%rsp)
#endif
.endm

.macro pop_registers
        popq    %r15
        .cfi_adjust_cfa_offset -8
        .cfi_restore r15
        popq    %r14
        .cfi_adjust_cfa_offset -8
        .cfi_restore r14
        popq    %r13
        .cfi_adjust_cfa_offset -8
        .cfi_restore r13
        popq    %r12
        .cfi_adjust_cfa_offset -8
        .cfi_restore r12
        popq    %rbx
        .cfi_adjust_cfa_offset -8
        .cfi_restore rbx
        popq    %rbp
        .cfi_adjust_cfa_offset -8
        .cfi_restore rbp
.endm

.macro restore_registers
#if FP
        ldmxcsr (%rsp)
        fldcw   4(%rsp)
        addq    $16, %rsp
        .cfi_adjust_cfa_offset -16
#endif
        pop_registers
.endm

/* AddressSanitizer is told of each switch; r12 - r15 are saved and free here. */
.macro leaving to
#if defined(KONT_ASAN)
        movq    %rdi, %r12
        movq    %rsi, %r13
        movq    %rdx, %r14
        movq    %rcx, %r15
        movq    \to, %rdi
        movq    %rsp, %rbp
        andq    $-16, %rsp
        callq   kont__asan_leave
        movq    %rbp, %rsp
        movq    %r12, %rdi
        movq    %r13, %rsi
        movq    %r14, %rdx
        movq    %r15, %rcx
#endif
.endm

.macro arrived
#if defined(KONT_ASAN)
        movq    %rdi, %r12
        movq    %rsi, %r13
        movq    %rdx, %r14
        movq    %rcx, %r15
        movq    %rsp, %rbp
        andq    $-16, %rsp
        callq   kont__asan_arrive
        movq    %rbp, %rsp
        movq    %r12, %rdi
        movq    %r13, %rsi
        movq    %r14, %rdx
        movq    %r15, %rcx
#endif
.endm

/* Not `ret`: the return stack's prediction would be wrong every time. */
.macro go_on
        popq    %rcx
        .cfi_adjust_cfa_offset -8
        .cfi_register rip, rcx
        notrack jmpq *%rcx
.endm

/* What the frame of a stack that waits looks like to an unwinder: where its registers lie, and the whole, for code entered in the middle. */
.macro saved_registers
        .cfi_offset rip, -8
        .cfi_offset rbp, -16
        .cfi_offset rbx, -24
        .cfi_offset r12, -32
        .cfi_offset r13, -40
        .cfi_offset r14, -48
        .cfi_offset r15, -56
.endm

.macro waiting_frame
        .cfi_def_cfa rsp, FRAME + 8
        saved_registers
.endm

function kont__switch_in                                /* rdi: to, rsi: v, rdx: from */
        movq    kont__self@gottpoff(%rip), %rcx
        save_registers
        movq    %rsp, KONT__SP(%rdx)
        movq    %rsp, %fs:KONT__BACK(%rcx)
        movq    KONT__SP(%rdi), %rdi
        leaving %rdi
        movq    %rdi, %rsp
        arrived
        movq    %rsi, %rax
        restore_registers
        go_on
endfunction kont__switch_in

function kont__switch_out                               /* rdi: from, rsi: v, rdx: to */
        movq    kont__self@gottpoff(%rip), %rcx
        save_registers
        movq    %rsp, KONT__SP(%rdi)
        movq    %fs:KONT__BACK(%rcx), %rdi
        cmpq    KONT__SP(%rdx), %rdi
        jne     1f
        leaving %rdi
        movq    %rdi, %rsp
        arrived
        movq    %rsi, %rax
        .cfi_remember_state
        restore_registers
        go_on
        .cfi_restore_state
1:      movq    KONT__SP(%rdx), %rdi
        leaving %rdi
        movq    %rdi, %rsp
        arrived
        movq    %rsi, %rax
        restore_registers
        go_on
endfunction kont__switch_out

/* The waiting stack's sp is 8 modulo 16; calls want 0. */
.macro call_in_place
        subq    $8, %rsp
        .cfi_adjust_cfa_offset 8
        callq   *%rdx
        addq    $8, %rsp
        .cfi_adjust_cfa_offset -8
        restore_registers
        go_on
.endm

function kont__switch_call                              /* rdi: save, rsi: to, rdx: fn, rcx: arg */
        save_registers
        movq    %rsp, (%rdi)
        leaving %rsi
        movq    %rsi, %rsp
        arrived
        movq    %rcx, %rdi
        call_in_place
endfunction kont__switch_call

function kont__jump                                     /* rdi: to, rsi: v */
        leaving %rdi
        movq    %rdi, %rsp
        waiting_frame
        arrived
        movq    %rsi, %rax
        restore_registers
        go_on
endfunction kont__jump

function kont__jump_copied                              /* rdi: to, rsi: v, rdx: slice, rcx: size */
        waiting_frame
        cmpq    %rdi, %rsp
        cmova   %rdi, %rsp
        xorl    %eax, %eax
        testb   $8, %cl
        jz      1f
        movq    (%rdx), %r8
        movq    %r8, (%rdi)
        addq    $8, %rax
1:      testb   $16, %cl
        jz      2f
        movups  (%rdx,%rax), %xmm0
        movups  %xmm0, (%rdi,%rax)
        addq    $16, %rax
2:      testb   $32, %cl
        jz      4f
        movups  (%rdx,%rax), %xmm0
        movups  16(%rdx,%rax), %xmm1
        movups  %xmm0, (%rdi,%rax)
        movups  %xmm1, 16(%rdi,%rax)
        addq    $32, %rax
        jmp     4f
3:      movups  (%rdx,%rax), %xmm0
        movups  16(%rdx,%rax), %xmm1
        movups  32(%rdx,%rax), %xmm2
        movups  48(%rdx,%rax), %xmm3
        movups  %xmm0, (%rdi,%rax)
        movups  %xmm1, 16(%rdi,%rax)
        movups  %xmm2, 32(%rdi,%rax)
        movups  %xmm3, 48(%rdi,%rax)
        addq    $64, %rax
4:      cmpq    %rcx, %rax
        jb      3b
        movq    %rdi, %rsp
        movq    %rsi, %rax
        restore_registers
        go_on
endfunction kont__jump_copied

function kont__jump_call                                /* rdi: to, rsi: fn, rdx: arg */
        leaving %rdi
        movq    %rdi, %rsp
        waiting_frame
        arrived
        movq    %rdx, %rdi
        movq    %rsi, %rdx
        call_in_place
endfunction kont__jump_call

function kont__light                                    /* rdi: dyn frame, rsi: fn, rdx: arg */
        save_registers
        movq    %rsp, KONT__AT(%rdi)
        movq    %rdx, %rdi
        subq    $8, %rsp
        .cfi_adjust_cfa_offset 8
        callq   *%rsi
        addq    $8, %rsp
        .cfi_adjust_cfa_offset -8
#if FP
        addq    $16, %rsp
        .cfi_adjust_cfa_offset -16
#endif
        pop_registers
        retq
endfunction kont__light

function kont__start                                    /* rdi: p, rsi: fn, rdx: arg, rcx: from */
        save_registers
        movq    %rsp, KONT__SP(%rcx)
        movq    %rsp, %rbx
        movq    KONT__HOME(%rdi), %rcx
        leaq    -KONT__BASE(%rcx), %rcx
        leaving %rcx
        movq    %rcx, %rsp
        arrived
        movq    kont__self@gottpoff(%rip), %rcx
        movq    %fs:KONT__BACK(%rcx), %r12
        movq    %rbx, %fs:KONT__BACK(%rcx)
        movq    %rdx, %rdi
        movq    %rsi, %rdx
        jmp     base_call
endfunction kont__start

function kont__jump_out                                 /* rdi: to, rsi: v */
        movq    kont__self@gottpoff(%rip), %rcx
        movq    %fs:KONT__BACK(%rcx), %rdx
        cmpq    KONT__SP(%rdi), %rdx
        jne     1f
        leaving %rdx
        movq    %rdx, %rsp
        waiting_frame
        arrived
        movq    %rsi, %rax
        restore_registers
        go_on
        .cfi_def_cfa rsp, 8
1:      movq    KONT__SP(%rdi), %rdi
        jmp     kont__jump
endfunction kont__jump_out

function kont__switch_new                               /* rdi: save, rsi: top, rdx: fn, rcx: arg */
        save_registers
        movq    %rsp, (%rdi)
        leaq    -KONT__BASE(%rsi), %rsi
        leaving %rsi
        movq    %rsi, %rsp
        arrived
        movq    %rcx, %rdi
        jmp     base_call_alone
endfunction kont__switch_new

function kont__jump_new                                 /* rdi: top, rsi: fn, rdx: arg */
        leaq    -KONT__BASE(%rdi), %rdi
        leaving %rdi
        movq    %rdi, %rsp
        arrived
        movq    %rdx, %rdi
        movq    %rsi, %rdx
        jmp     base_call_alone
endfunction kont__jump_new

        .hidden kont__unwind_base

/* The base of every segment. What kont__start leaves in rbx and r12 the body brings back, unless a capture put it elsewhere: guesses, as BACK
 * in switch.h, of the stack to return to, and of BACK before. The caller's frame is found through the control block at the top: its resident prompt's link's sp. */
        .type   __morestack, @function
        .p2align 4
__morestack:
        .cfi_startproc
        .cfi_personality 0x1b, kont__unwind_base        /* pc-relative */
        .cfi_escape 0x0f, 12, 0x77, 0x80 | KONT__BASE, 0x00, OUTSIDE, FRAME + 8
        saved_registers
        nop
base_call_alone:                                        /* nobody to return to that could be guessed */
        xorl    %ebx, %ebx
        xorl    %r12d, %r12d
base_call:                                              /* what the body saves of registers is its own: a capture would keep the rest alive */
        xorl    %ebp, %ebp
        xorl    %r13d, %r13d
        xorl    %r14d, %r14d
        xorl    %r15d, %r15d
        callq   *%rdx
base_return:
        movq    %rax, %r13
        movq    %rax, %rdi
        callq   kont__finish
        movq    kont__self@gottpoff(%rip), %rcx
        movq    %r13, %rdi
        movq    %r12, %fs:KONT__BACK(%rcx)
        cmpq    %rax, %rbx
        jne     1f
        leaving %rbx
        movq    %rbx, %rsp
        jmp     kont__return_to_waiting
1:      movq    %rax, %rsi
        leaving %rsi
        movq    %rsi, %rsp
        jmp     kont__return_to_waiting
        .cfi_remember_state                             /* a frame that returns here looks up the address before */
        .cfi_escape 0x0f, 11, 0x77, 0x00, OUTSIDE, FRAME + 8
        nop
bare_return:
        endbr64
        subq    $KONT__BASE, %rsp
        .cfi_restore_state
        jmp     base_return
        .cfi_endproc
        .size   __morestack, . - __morestack

/* From the base of a segment to the stack that waits outside: rsp: that stack, rdi: v. This is a return, and each such stack called: so
 * here the return stack predicts well. */
function kont__return_to_waiting
        waiting_frame
        arrived
        movq    %rdi, %rax
        restore_registers
        retq
endfunction kont__return_to_waiting

function kont__bare                                     /* rdi: top */
        leaq    -(FRAME + 8)(%rdi), %rdx
        leaq    bare_return(%rip), %rax
        movq    %rax, -8(%rdi)
        xorl    %eax, %eax
        movq    %rax, -16(%rdi)
        movq    %rax, -24(%rdi)
        movq    %rax, -32(%rdi)
        movq    %rax, -40(%rdi)
        movq    %rax, -48(%rdi)
        movq    %rax, -56(%rdi)
#if FP
        stmxcsr -72(%rdi)
        fnstcw  -68(%rdi)
#endif
        movq    %rdx, %rax
        retq
endfunction kont__bare

#endif

#if defined(__linux__) && defined(__ELF__)
        .section .note.GNU-stack, "", @progbits
#endif
