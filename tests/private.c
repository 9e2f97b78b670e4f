/* Objects of a private tag: entered and left as any other; nothing else may name them. */
#include <kont.h>

#include "support/raises.h"
#include "test.h"

static const kont_tag tag = KONT_TAG_PRIVATE("private");

static KONT void *echo(void *unused)
{
    void *v = kont_int(1);
    (void)unused;
    while (v != NULL)
        v = kont_leave_tag(&tag, v);
    return kont_int(99);
}

TEST(private, objects_are_entered_and_left)
{
    kont_object *o = kont_object_new(&tag, echo, NULL);
    CHECK_INT(kont_to_int(kont_enter(o, NULL)), 1);
    for (int i = 2; i < 10; i++)
        CHECK_INT(kont_to_int(kont_enter(o, kont_int(i))), i);
    CHECK_INT(kont_to_int(kont_enter(o, NULL)), 99);
    CHECK_INT(kont_object_state(o), KONT_DONE);
}

static KONT void *abort_to_it(void *unused)
{
    (void)unused;
    kont_abort(&tag, NULL);
}

static KONT void *abort_inside(void *unused)
{
    (void)unused;
    return kont_enter(kont_object_new(&tag, abort_to_it, NULL), NULL);
}

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *capture_to_it(void *unused)
{
    (void)unused;
    return kont_shift_at(&tag, give, NULL);
}

static KONT void *capture_inside(void *unused)
{
    (void)unused;
    return kont_enter(kont_object_new(&tag, capture_to_it, NULL), NULL);
}

static KONT void *handle_of(void *object)
{
    return (void *)kont_object_handle(object);
}

TEST(private, nobody_else_may_name_them)
{
    CHECK_RAISES(abort_inside, NULL, KONT_ERR_ARGUMENT, "bad argument: tag", "kont_abort");
    CHECK_RAISES(capture_inside, NULL, KONT_ERR_ARGUMENT, "bad argument: tag", "kont_capture");
    CHECK_RAISES(handle_of, kont_object_new(&tag, echo, NULL), KONT_ERR_ARGUMENT, "bad argument: object", "kont_object_handle");
}
