/* escape.c: aborts and call/ec: past prompts, out of functions that are not marked, and to places that waited in the heap meanwhile. Twice: as
 * written, and as kontc would rewrite what is marked. */
#include <kont/control.h>
#include <kont/generator.h>

#include <stdio.h>
#include <stdlib.h>

static const kont_tag outer_tag = KONT_TAG("outer"), inner_tag = KONT_TAG("inner");

static KONT void *give_up(void *tag)
{
    kont_abort(tag, "aborted");
}

#if !defined(KONT_FOR_CPS)

static KONT void *yield_then_give_up(void *tag)
{
    kont_yield("before");
    give_up(tag);
    return "not reached";
}

static KONT void *under_inner(void *tag)
{
    void *v = kont_prompt(&inner_tag, yield_then_give_up, tag);
    kont_yield(v);
    return "end";
}

static KONT void *yield_then_escape(kont *k, void *arg)
{
    (void)arg;
    kont_yield("inside");
    kont_resume(k, "escaped");
    return "not reached";
}

static KONT void *under_callec(void *arg)
{
    void *v = kont_callec(yield_then_escape, arg);
    kont_yield(v);
    return "end";
}

#else

struct tag_frame {
    kont__frame frame;
    void *tag;
};

static void *give_up_again(const kont__frame *frame, void *v);
static const kont__site give_up_sites[] = { { give_up_again, 0 }, { give_up_again, 1 } };

static KONT void *yield_then_give_up(void *tag)
{
    kont_yield("before");
    if (kont__capturing())
        return KONT__SAVE(struct tag_frame, &give_up_sites[0], tag);
    give_up(tag);
    if (kont__capturing())
        return KONT__SAVE(struct tag_frame, &give_up_sites[1], NULL);
    return "not reached";
}

static void *give_up_again(const kont__frame *frame, void *v)
{
    (void)v;
    if (frame->site->state == 0) {
        give_up(((const struct tag_frame *)frame)->tag);
        if (kont__capturing())
            return KONT__SAVE(struct tag_frame, &give_up_sites[1], NULL);
    }
    return "not reached";
}

static void *under_inner_again(const kont__frame *frame, void *v);
static const kont__site under_inner_sites[] = { { under_inner_again, 0 }, { under_inner_again, 1 } };

static KONT void *under_inner(void *tag)
{
    void *v = kont_prompt(&inner_tag, yield_then_give_up, tag);
    if (kont__capturing())
        return kont__save_bare(&under_inner_sites[0]);
    kont_yield(v);
    if (kont__capturing())
        return kont__save_bare(&under_inner_sites[1]);
    return "end";
}

static void *under_inner_again(const kont__frame *frame, void *v)
{
    if (frame->site->state == 0) {
        kont_yield(v);
        if (kont__capturing())
            return kont__save_bare(&under_inner_sites[1]);
    }
    return "end";
}

struct k_frame {
    kont__frame frame;
    kont *k;
};

static void *escape_again(const kont__frame *frame, void *v);
static const kont__site escape_sites[] = { { escape_again, 0 }, { escape_again, 1 } };

static KONT void *yield_then_escape(kont *k, void *arg)
{
    (void)arg;
    kont_yield("inside");
    if (kont__capturing())
        return KONT__SAVE(struct k_frame, &escape_sites[0], k);
    kont_resume(k, "escaped");
    if (kont__capturing())
        return KONT__SAVE(struct k_frame, &escape_sites[1], NULL);
    return "not reached";
}

static void *escape_again(const kont__frame *frame, void *v)
{
    (void)v;
    if (frame->site->state == 0) {
        kont_resume(((const struct k_frame *)frame)->k, "escaped");
        if (kont__capturing())
            return KONT__SAVE(struct k_frame, &escape_sites[1], NULL);
    }
    return "not reached";
}

static void *under_callec_again(const kont__frame *frame, void *v);
static const kont__site under_callec_sites[] = { { under_callec_again, 0 }, { under_callec_again, 1 } };

static KONT void *under_callec(void *arg)
{
    void *v = kont_callec(yield_then_escape, arg);
    if (kont__capturing())
        return kont__save_bare(&under_callec_sites[0]);
    kont_yield(v);
    if (kont__capturing())
        return kont__save_bare(&under_callec_sites[1]);
    return "end";
}

static void *under_callec_again(const kont__frame *frame, void *v)
{
    if (frame->site->state == 0) {
        kont_yield(v);
        if (kont__capturing())
            return kont__save_bare(&under_callec_sites[1]);
    }
    return "end";
}

#endif

static KONT void *nested(void *tag)
{
    return kont_prompt(&inner_tag, give_up, tag);
}

static int compare(const void *a, const void *b)
{
    (void)a, (void)b;
    kont_abort(&outer_tag, "out of qsort");
}

static KONT void *sort(void *arg)
{
    int numbers[] = { 3, 1, 2 };
    qsort(numbers, 3, sizeof *numbers, compare);
    return arg;
}

static KONT void *escape_at_once(kont *k, void *arg)
{
    return kont_resume(k, arg);
}

static KONT void *generate(void *body)
{
    kont_generator *g = kont_generator_new(*(kont_fn **)body, (void *)&inner_tag);
    void *v;
    while (kont_next(g, &v))
        puts(v);
    return v;
}

int main(void)
{
    static kont_fn *bodies[] = { under_inner, under_callec };
    puts(kont_prompt(&outer_tag, give_up, (void *)&outer_tag));
    puts(kont_prompt(&outer_tag, nested, (void *)&outer_tag));
    puts(kont_prompt(&outer_tag, sort, NULL));
    puts(kont_callec(escape_at_once, "escaped at once"));
    for (int i = 0; i < 2; i++)
        puts(generate(&bodies[i]));
    return 0;
}
