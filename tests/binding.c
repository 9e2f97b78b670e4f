/* Bindings: methods called by key. */
#include <kont.h>

#include "support/events.h"
#include "support/raises.h"
#include "test.h"

static const kont_key color = { "color", NULL }, size = { "size", NULL };

static KONT void *say_name(kont_binding *b, void *arg)
{
    trace("%s:%d", (const char *)b->local, (int)kont_to_int(arg));
    return b->local;
}

static KONT void *say_kind(kont_binding *b, void *arg, const struct kont_method *m)
{
    (void)b, (void)arg;
    trace("#%d", (int)m->kind);
    return NULL;
}

static const struct kont_method methods[] = { { say_name, NULL, NULL, 0 }, { NULL, say_kind, NULL, 1 }, { NULL, say_kind, NULL, 2 } };
static const struct kont_method last_only[] = { { NULL, NULL, NULL, 0 }, { NULL, NULL, NULL, 0 }, { NULL, say_kind, NULL, 2 } };

#define BINDING(bound, text, its_methods) { .tag = { .name = (text), .key = &(bound) }, .methods = (its_methods), .local = (char *)(text) }
static kont_binding red = BINDING(color, "red", methods), blue = BINDING(color, "blue", methods), green = BINDING(color, "green", methods),
    large = BINDING(size, "large", methods), partial = BINDING(color, "partial", last_only);

static KONT void *say_color(void *n)
{
    return kont_invoke(&color, 0, n);
}

static KONT void *say_size(void *n)
{
    return kont_invoke(&size, 0, n);
}

static KONT void *in_large(void *n)
{
    return kont_with_binding(&large, say_color, n);
}

static KONT void *in_blue(void *n)
{
    say_color(n);
    kont_with_binding(&blue, say_color, n);
    return say_color(n);
}

TEST(binding, the_innermost_is_called)
{
    CHECK_PTR(kont_with_binding(&red, in_blue, kont_int(1)), red.local);
    CHECK_STR(traced(), "red:1 blue:1 red:1");
}

TEST(binding, of_several_keys_each_finds_its_own)
{
    kont_with_binding(&red, in_large, kont_int(2));
    CHECK_STR(traced(), "red:2");
}

static KONT void *all_methods(void *unused)
{
    (void)unused;
    kont_invoke(&color, 1, NULL);
    kont_invoke(&color, 2, NULL);
    return NULL;
}

TEST(binding, a_function_that_serves_several_methods_is_told_which)
{
    kont_with_binding(&red, all_methods, NULL);
    CHECK_STR(traced(), "#1 #2");
}

static KONT void *in_partial(void *n)
{
    return kont_with_binding(&partial, n == NULL ? all_methods : say_color, n);
}

TEST(binding, one_without_the_method_is_passed_over)
{
    kont_with_binding(&red, in_partial, kont_int(3));
    CHECK_STR(traced(), "red:3");
}

static kont_binding bare = BINDING(color, "bare", NULL);

static KONT void *in_bare(void *n)
{
    kont_prompt(&bare.tag, say_color, n);
    return kont_with_binding(&bare, say_color, n);
}

TEST(binding, one_without_methods_is_passed_over)
{
    CHECK_RAISES(in_bare, NULL, KONT_ERR_UNHANDLED, "nothing handles \"color\"", "kont_invoke");
    kont_with_binding(&red, in_bare, kont_int(3));
    CHECK_STR(traced(), "red:3 red:3");
}

static KONT void *invoke_number(void *n)
{
    return kont_invoke(&color, (int)kont_to_int(n), NULL);
}

static KONT void *invoke_number_of_red(void *n)
{
    return kont_with_binding(&red, invoke_number, n);
}

static KONT void *invoke_number_on(void *n)
{
    return kont_invoke_on(n == NULL ? &bare : &red, (int)kont_to_int(n), NULL);
}

TEST(binding, there_is_no_negative_method)
{
    CHECK_RAISES(invoke_number_of_red, kont_int(-1), KONT_ERR_ARGUMENT, "bad argument: method", "kont_invoke");
    CHECK_RAISES(invoke_number_of_red, kont_int(-1000000), KONT_ERR_ARGUMENT, "bad argument: method", "kont_invoke");
    CHECK_RAISES(invoke_number_on, kont_int(-1), KONT_ERR_ARGUMENT, "bad argument: method", "kont_invoke_on");
    CHECK_RAISES(invoke_number_on, NULL, KONT_ERR_UNHANDLED, "nothing handles \"bare\"", "kont_invoke_on");
}

/* ---- Prompts that bind ----------------------------------------------------------------------------------------------------------------- */

static KONT void *in_prompt_of_blue(void *n)
{
    kont_prompt(&blue.tag, say_color, n);
    return say_color(n);
}

TEST(binding, a_prompt_binds_what_its_tag_says)
{
    kont_with_binding(&red, in_prompt_of_blue, kont_int(4));
    CHECK_STR(traced(), "blue:4 red:4");
}

static const kont_tag plain = KONT_TAG("plain");

static KONT void *in_plain_prompt(void *n)
{
    return kont_prompt(&plain, say_color, n);
}

TEST(binding, is_found_through_prompts_that_bind_nothing)
{
    kont_with_binding(&red, in_plain_prompt, kont_int(5));
    CHECK_STR(traced(), "red:5");
}

static KONT void *leave_and_say(void *unused)
{
    (void)unused;
    say_color(kont_leave_tag(&plain, NULL));
    say_color(kont_leave_tag(&plain, NULL));
    return NULL;
}

static KONT void *go_on_with_two(void *o)
{
    return kont_enter(o, kont_int(2));
}

static KONT void *go_on_with_one(void *o)
{
    kont_enter(o, kont_int(1));
    return kont_with_binding(&blue, go_on_with_two, o);
}

TEST(binding, an_object_finds_those_of_its_enterer)
{
    kont_object *o = kont_object_new(&plain, leave_and_say, NULL);
    kont_enter(o, NULL);
    kont_with_binding(&red, go_on_with_one, o);
    CHECK_STR(traced(), "red:1 blue:2");
}

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *capture_and_say(void *unused)
{
    return say_color(kont_capture(&plain, KONT_CONTROL0, give, unused));
}

static KONT void *blue_around_a_capture(void *unused)
{
    return kont_with_binding(&blue, capture_and_say, unused);
}

static KONT void *resume_twice(void *k)
{
    kont_resume(k, kont_int(1));
    kont_resume(k, kont_int(2));
    return say_color(kont_int(3));
}

TEST(binding, goes_along_with_what_is_captured)
{
    kont *k = kont_prompt(&plain, blue_around_a_capture, NULL);
    kont_with_binding(&red, resume_twice, k);
    CHECK_STR(traced(), "blue:1 blue:2 red:3");
}

/* ---- What is hidden ---------------------------------------------------------------------------------------------------------------------- */

static KONT void *say_color_outside(kont_binding *b, void *n)
{
    (void)b;
    return say_color(n);
}

static KONT void *in_green_outside(kont_binding *b, void *n)
{
    (void)b;
    return kont_with_binding(&green, say_color, n);
}

static KONT void *outside_blue(void *n)
{
    kont_call_outside(&blue, say_color_outside, n);
    kont_call_outside(&blue, in_green_outside, n);
    return say_color(n);
}

static KONT void *outside_from_blue(void *n)
{
    return kont_with_binding(&blue, outside_blue, n);
}

TEST(binding, a_call_outside_does_not_see_it)
{
    kont_with_binding(&red, outside_from_blue, kont_int(1));
    CHECK_STR(traced(), "red:1 green:1 blue:1");
}

static KONT void *scope_outside(kont_binding *b, void *n)
{
    (void)b;
    return kont_scope(say_color, n);
}

static KONT void *scope_outside_blue(void *n)
{
    return kont_call_outside(&blue, scope_outside, n);
}

static KONT void *scope_in_blue(void *n)
{
    return kont_with_binding(&blue, scope_outside_blue, n);
}

TEST(binding, a_call_outside_hides_it_from_bodies_inside)
{
    kont_with_binding(&red, scope_in_blue, kont_int(8));
    CHECK_STR(traced(), "red:8");
}

static KONT void *still_there(kont_binding *b, void *n)
{
    CHECK(kont_binding_exists(b));
    return say_color(n);
}

static KONT void *outside_red(void *n)
{
    say_color(n);
    return kont_call_outside(&red, still_there, n);
}

static KONT void *hides_all_inside(void *n)
{
    return kont_with_binding(&large, outside_blue, n);
}

static KONT void *prompts_between(void *n)
{
    return kont_prompt(&plain, hides_all_inside, n);
}

static KONT void *blue_with_prompts_inside(void *n)
{
    return kont_prompt(&blue.tag, prompts_between, n);
}

TEST(binding, a_call_outside_reaches_through_prompts)
{
    kont_with_binding(&red, blue_with_prompts_inside, kont_int(1));
    CHECK_STR(traced(), "red:1 green:1 blue:1");
}

static KONT void *size_outside(kont_binding *b, void *n)
{
    (void)b;
    CHECK_RAISES(say_size, n, KONT_ERR_UNHANDLED, "nothing handles \"size\"", "kont_invoke");
    return n;
}

static KONT void *call_size_outside_red(void *n)
{
    return kont_call_outside(&red, size_outside, n);
}

static KONT void *large_in_red(void *n)
{
    return kont_with_binding(&large, call_size_outside_red, n);
}

TEST(binding, a_call_outside_hides_every_key)
{
    CHECK_INT(kont_to_int(kont_with_binding(&red, large_in_red, kont_int(1))), 1);
}

static KONT void *capture_outside(kont_binding *b, void *unused)
{
    (void)b;
    return say_color(kont_capture(&plain, KONT_CONTROL0, give, unused));
}

static KONT void *call_capture_outside(void *unused)
{
    return kont_call_outside(&blue, capture_outside, unused);
}

static KONT void *capture_inside_blue(void *unused)
{
    return kont_prompt(&plain, call_capture_outside, unused);
}

static KONT void *resume_once_more(void *k)
{
    return kont_resume(k, kont_int(7));
}

TEST(binding, where_the_hidden_one_is_not_there_nothing_is_hidden)
{
    kont *k = kont_with_binding(&blue, capture_inside_blue, NULL);
    kont_with_binding(&red, resume_once_more, k);
    CHECK_STR(traced(), "red:7");
}

static KONT void *masked_twice(void *n)
{
    kont_masking(&color, say_color, n);
    return NULL;
}

static KONT void *mask_two(void *n)
{
    masked_twice(n);
    kont_masking(&color, masked_twice, n);
    kont_masking(&color, in_blue, n);
    kont_masking(&size, say_color, n);
    return NULL;
}

static KONT void *mask_in_green(void *n)
{
    return kont_with_binding(&green, mask_two, n);
}

static KONT void *mask_in_blue(void *n)
{
    return kont_with_binding(&blue, mask_in_green, n);
}

TEST(binding, a_mask_hides_one_and_masks_add_up)
{
    kont_with_binding(&red, mask_in_blue, kont_int(0));
    CHECK_STR(traced(), "blue:0 red:0 blue:0 blue:0 blue:0 green:0");
}

/* ---- Errors -------------------------------------------------------------------------------------------------------------------------------- */

static KONT void *unbound(const kont_key *key, int method, void *arg)
{
    trace("%s.%d", key->name, method);
    return arg;
}

static const kont_key optional = { "optional", unbound };

TEST(binding, a_key_may_say_what_happens_without_one)
{
    CHECK_INT(kont_to_int(kont_invoke(&optional, 3, kont_int(8))), 8);
    CHECK_STR(traced(), "optional.3");
}

static KONT void *call_outside_green(void *n)
{
    return kont_call_outside(&green, say_color_outside, n);
}

TEST(binding, what_is_not_there_is_named)
{
    CHECK_RAISES(say_color, NULL, KONT_ERR_UNHANDLED, "nothing handles \"color\"", "kont_invoke");
    CHECK_RAISES(call_outside_green, NULL, KONT_ERR_HANDLER_GONE, "the handler of \"green\" is not here", "kont_call_outside");
}

/* In front of its first method there is another. */
static kont_binding second = BINDING(color, "second", methods + 1);

static KONT void *invoke_below_the_first(void *unused)
{
    return kont_invoke(&color, -1, unused);
}

static KONT void *below_the_first_of_a_binding(void *unused)
{
    return kont_with_binding(&second, invoke_below_the_first, unused);
}

static KONT void *below_the_first_of_a_prompt(void *unused)
{
    return kont_prompt(&second.tag, invoke_below_the_first, unused);
}

TEST(binding, methods_count_from_zero)
{
    kont_fn *misuses[] = { invoke_below_the_first, below_the_first_of_a_binding, below_the_first_of_a_prompt };
    for (int i = 0; i < 3; i++)
        CHECK_RAISES(misuses[i], NULL, KONT_ERR_ARGUMENT, "bad argument: method", "kont_invoke");
}

static KONT void *exists(void *unused)
{
    (void)unused;
    CHECK(kont_binding_exists(&red));
    CHECK(!kont_binding_exists(&blue));
    CHECK_PTR(kont_binding_first(&color), &red);
    return NULL;
}

static KONT void *invoke_partial(void *unused)
{
    return kont_invoke_on(&partial, 0, unused);
}

TEST(binding, a_method_of_one_binding_needs_no_extent)
{
    CHECK_PTR(kont_invoke_on(&blue, 0, kont_int(3)), blue.local);
    kont_invoke_on(&partial, 2, NULL);
    CHECK_STR(traced(), "blue:3 #2");
    CHECK_RAISES(invoke_partial, NULL, KONT_ERR_UNHANDLED, "nothing handles \"partial\"", "kont_invoke_on");
}

TEST(binding, asks_what_is_there)
{
    CHECK(!kont_binding_exists(NULL));
    CHECK_PTR(kont_binding_first(NULL), NULL);
    CHECK_PTR(kont_binding_first(&color), NULL);
    kont_with_binding(&red, exists, NULL);
    kont_prompt(&red.tag, exists, NULL);
}

static KONT void *outside_of_red(void *n)
{
    return kont_with_binding(&red, outside_red, n);
}

TEST(binding, hidden_ones_are_still_there)
{
    kont_with_binding(&blue, outside_of_red, kont_int(6));
    CHECK_STR(traced(), "red:6 blue:6");
}

static KONT void *defer_a_color(void *n)
{
    kont_defer(say_color, n);
    trace("body");
    return n;
}

TEST(binding, is_a_body_whose_defers_still_find_it)
{
    CHECK_INT(kont_to_int(kont_with_binding(&red, defer_a_color, kont_int(4))), 4);
    CHECK_STR(traced(), "body red:4");
}
