/* subcont.c: the four functions of Dybvig, Peyton Jones and Sabry (2007). */
#include <kont.h>

KONT const kont_tag *kont_newPrompt(void)
{
    return kont_tag_new("prompt");
}

KONT void *kont_pushPrompt(const kont_tag *p, kont_fn *fn, void *arg)
{
    return kont_prompt(p, fn, arg);
}

KONT void *kont_withSubCont(const kont_tag *p, kont_handler *fn, void *arg)
{
    return kont_capture(p, KONT_CONTROL0, fn, arg);
}

KONT void *kont_pushSubCont(kont *k, kont_fn *fn, void *arg)
{
    return kont_resume_thunk(k, fn, arg);
}
