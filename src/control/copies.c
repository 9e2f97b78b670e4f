/* copies.c: whether another copy of the library is in use in this process.
 *
 * Each copy knows its own segments and hooks alone, and takes another's for something that they are not. Copies find each other by a note in the
 * program or shared object that each is linked into (an ELF note, as a build id is one), which tells where its kont__in_use lies. No
 * symbol is needed, so it does not matter how an object was loaded. What dlmopen has put into a namespace of its own is not seen. */
#define _GNU_SOURCE
#include <elf.h>
#include <link.h>
#include <string.h>

#include "control.h"

int kont__in_use;

__asm__(".pushsection .note.kont, \"a\", %note\n"
    ".balign 4\n"
    ".long 5, 4, 1\n"                                   /* bytes of the name and of what follows it; type */
    ".asciz \"kont\"\n"
    ".balign 4\n"
    ".long kont__in_use - .\n"
    ".popsection\n");

enum { NAME_ROOM = 8 };

/* Where the copy of this note has it; null: it is somebody else's note. */
static const int *in_use_of(const ElfW(Nhdr) *note)
{
    const char *name = (const char *)(note + 1), *place = name + NAME_ROOM;
    int32_t distance;
    if (note->n_namesz != sizeof "kont" || note->n_descsz != sizeof distance || note->n_type != 1 || memcmp(name, "kont", sizeof "kont") != 0)
        return NULL;
    memcpy(&distance, place, sizeof distance);
    return (const int *)(place + distance);
}

static size_t padded(size_t size)
{
    return (size + 3) & ~(size_t)3;
}

static bool tells_of_another(const char *notes, size_t size)
{
    while (size >= sizeof(ElfW(Nhdr))) {
        const ElfW(Nhdr) *note = (const ElfW(Nhdr) *)notes;
        const int *in_use = in_use_of(note);
        if (in_use != NULL && in_use != &kont__in_use && __atomic_load_n(in_use, __ATOMIC_SEQ_CST))
            return true;
        size_t length = sizeof *note + padded(note->n_namesz) + padded(note->n_descsz);
        if (length > size)
            return false;
        notes += length;
        size -= length;
    }
    return false;
}

/* Notes that are aligned to more are of other kinds. */
static int look_into(struct dl_phdr_info *object, size_t size, void *unused)
{
    (void)size, (void)unused;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        if (part->p_type == PT_NOTE && part->p_align <= 4 && tells_of_another((const char *)(object->dlpi_addr + part->p_vaddr), part->p_memsz))
            return 1;
    }
    return 0;
}

bool kont__is_second_copy(void)
{
    if (__atomic_exchange_n(&kont__in_use, 1, __ATOMIC_SEQ_CST))
        return false;
    return dl_iterate_phdr(look_into, NULL) != 0;
}
