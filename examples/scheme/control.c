/* control.c: continuations, prompts, winders, marks and parameters. */
#include "control.h"

/* ---- Continuations -------------------------------------------------------------------------------------------------------------------- */

static struct continuation *make_continuation(enum continuation_kind kind, kont *k, value tag)
{
    struct continuation *c = allocate(sizeof *c, T_CONTINUATION);
    c->kind = kind;
    c->k = k;
    c->tag = tag;
    c->fresh = true;
    return c;
}

/* What kont's capture returned: the continuation itself, at first, which the procedure is given in tail position; later what the continuation is
 * applied to. */
static value captured(value f, value v)
{
    struct continuation *c = v;
    if (!is_type(v, T_CONTINUATION) || !c->fresh)
        return v;
    c->fresh = false;
    return tail_1(f, c);
}

static KONT void *give_full(kont *k, void *arg)
{
    (void)arg;
    return make_continuation(K_FULL, k, NULL);
}

static KONT value call_cc(intptr_t argc, value f, value b, value c, value d)
{
    (void)argc, (void)b, (void)c, (void)d;
    NEED(is_procedure(f), "call/cc", 1, f, "procedure");
    value v = kont_callcc_at(&scheme_tag, give_full, NULL);
    return captured(f, v);
}

static KONT void *give_composable(kont *k, void *arg)
{
    (void)arg;
    return make_continuation(K_COMPOSABLE, k, NULL);
}

static KONT void *run_escape(kont *k, void *f)
{
    struct continuation *c = make_continuation(K_ESCAPE, k, NULL);
    c->fresh = false;
    return call_1(f, c);
}

static KONT value call_ec(intptr_t argc, value f, value b, value c, value d)
{
    (void)argc, (void)b, (void)c, (void)d;
    NEED(is_procedure(f), "call/ec", 1, f, "procedure");
    return kont_callec(run_escape, f);
}

static value values_of(intptr_t argc, value a, value b, value c, value d)
{
    if (argc == 1)
        return a;
    struct values *v = make_values((size_t)argc);
    for (intptr_t i = 0; i < argc; i++)
        v->items[i] = argument(i, argc, a, b, c, d);
    return v;
}

static KONT value run_prompt(value tag, value handler, kont_fn *fn, void *arg);

struct application {
    struct continuation *k;
    value v;
};

static KONT void *apply_composable(void *arg)
{
    struct application *x = arg;
    return kont_resume(x->k->k, x->v);
}

KONT value enter_continuation(struct continuation *k, intptr_t argc, value a, value b, value c, value d)
{
    value v = values_of(argc, a, b, c, d);
    if (k->kind != K_WITH_PROMPT)
        return kont_resume(k->k, v);
    struct application *x = GC_MALLOC(sizeof *x);
    *x = (struct application){ k, v };
    return run_prompt(k->tag, NULL, apply_composable, x);
}

/* ---- Prompts -------------------------------------------------------------------------------------------------------------------------- */

/* What an abort brings to the prompt. */
struct aborted {
    uintptr_t header;
    value values;
};

static value default_tag;
const kont_tag scheme_tag = KONT_TAG("default");
static value default_handler;                           /* calls the thunk that it is given, under the prompt again */

static value make_tag(const kont_tag *tag)
{
    struct prompt_tag *t = allocate(sizeof *t, T_PROMPT_TAG);
    t->tag = tag;
    return t;
}

static const kont_tag *tag_of(value tag)
{
    return ((struct prompt_tag *)tag)->tag;
}

static KONT void *run_thunk(void *f)
{
    return call_0(f);
}

/* handler: or null, for the default one, which begins with the tag. May be PENDING. */
static KONT value run_prompt(value tag, value handler, kont_fn *fn, void *arg)
{
    value v = kont_prompt(tag_of(tag), fn, arg);
    if (!is_type(v, T_ABORTED))
        return v;
    v = ((struct aborted *)v)->values;
    if (handler != NULL)
        return tail_values(handler, v);
    if (is_type(v, T_VALUES))
        return failed("call-with-continuation-prompt", "the default handler takes one thunk", NIL);
    return tail_2(default_handler, tag, v);
}

KONT value run_under_prompt(kont_fn *fn, void *arg)
{
    value v = run_prompt(default_tag, NULL, fn, arg);
    return finish(v);
}

/* (tag thunk) */
static KONT value handle_by_default(intptr_t argc, value tag, value thunk, value c, value d)
{
    (void)argc, (void)c, (void)d;
    return run_prompt(tag, NULL, run_thunk, thunk);
}

struct prompted {
    value f, arguments;
};

static KONT void *run_prompted(void *arg)
{
    struct prompted *p = arg;
    return call_list(p->f, p->arguments);
}

/* (call-with-continuation-prompt f [tag [handler argument ...]]): a tag or a handler of #f is the default. */
static KONT value call_with_prompt(intptr_t argc, value f, value tag, value handler, value d)
{
    struct prompted *p = GC_MALLOC(sizeof *p);
    p->f = f;
    p->arguments = arguments_from(3, argc, f, tag, handler, d);
    if (argc < 2 || tag == FALSE)
        tag = default_tag;
    if (argc < 3 || handler == FALSE)
        handler = NULL;
    NEED(is_type(tag, T_PROMPT_TAG), "call-with-continuation-prompt", 2, tag, "prompt tag");
    NEED(handler == NULL || is_procedure(handler), "call-with-continuation-prompt", 3, handler, "procedure");
    return run_prompt(tag, handler, run_prompted, p);
}

/* (abort-current-continuation tag v ...) */
static KONT value abort_to(intptr_t argc, value tag, value b, value c, value d)
{
    NEED(is_type(tag, T_PROMPT_TAG), "abort-current-continuation", 1, tag, "prompt tag");
    value list = arguments_from(1, argc, tag, b, c, d);
    struct aborted *x = allocate(sizeof *x, T_ABORTED);
    struct values *v = make_values((size_t)argc - 1);
    for (size_t i = 0; i < v->count; i++, list = CDR(list))
        v->items[i] = CAR(list);
    x->values = v->count == 1 ? v->items[0] : v;
    kont_abort(tag_of(tag), x);
    return UNSPECIFIED;
}

static value make_prompt_tag(value name)
{
    const char *text = name == NULL ? "tag" : is_symbol(name) ? ((struct symbol *)name)->name : "tag";
    return make_tag(kont_tag_new(text));
}

static value get_default_tag(void)
{
    return default_tag;
}

static value is_prompt_tag(value v)
{
    return boolean(is_type(v, T_PROMPT_TAG));
}

static value prompt_available(value tag)
{
    NEED(is_type(tag, T_PROMPT_TAG), "continuation-prompt-available?", 1, tag, "prompt tag");
    return boolean(kont_prompt_exists(tag_of(tag)));
}

/* ---- The four operators: (%capture how tag f) -------------------------------------------------------------------------------------------- */

/* Whether k brings the prompt along is left to its application, so that aborts to that one are handled too. */
static KONT void *give_captured(kont *k, void *arg)
{
    struct prompted *p = arg;
    struct continuation *c = make_continuation(p->arguments == NULL ? K_COMPOSABLE : K_WITH_PROMPT, k, p->arguments);
    c->fresh = false;
    return call_1(p->f, c);
}

static KONT value capture(intptr_t argc, value how, value tag, value f, value d)
{
    (void)argc, (void)d;
    NEED(is_type(tag, T_PROMPT_TAG), "shift", 1, tag, "prompt tag");
    struct prompted *p = GC_MALLOC(sizeof *p);
    p->f = f;
    p->arguments = (to_fixnum(how) & KONT_K_PROMPT) ? tag : NULL;
    return kont_capture(tag_of(tag), (int)to_fixnum(how) & KONT_BODY_PROMPT, give_captured, p);
}

static KONT value call_composable(intptr_t argc, value f, value tag, value c, value d)
{
    (void)c, (void)d;
    if (argc < 2)
        tag = default_tag;
    NEED(is_procedure(f), "call-with-composable-continuation", 1, f, "procedure");
    NEED(is_type(tag, T_PROMPT_TAG), "call-with-composable-continuation", 2, tag, "prompt tag");
    value v = kont_callcc_composable(tag_of(tag), give_composable, NULL);
    return captured(f, v);
}

static KONT value call_with_barrier(intptr_t argc, value f, value b, value c, value d)
{
    (void)argc, (void)b, (void)c, (void)d;
    return kont_barrier(run_thunk, f);
}

/* ---- Winders -------------------------------------------------------------------------------------------------------------------------- */

struct wind {
    value before, body, after;
};

static KONT void *wind_before(void *w) { return call_0(((struct wind *)w)->before); }
static KONT void *wind_body(void *w) { return call_0(((struct wind *)w)->body); }
static KONT void *wind_after(void *w) { return call_0(((struct wind *)w)->after); }

static KONT value dynamic_wind(intptr_t argc, value before, value body, value after, value d)
{
    (void)argc, (void)d;
    NEED(is_procedure(before), "dynamic-wind", 1, before, "procedure");
    NEED(is_procedure(body), "dynamic-wind", 2, body, "procedure");
    NEED(is_procedure(after), "dynamic-wind", 3, after, "procedure");
    struct wind *w = GC_MALLOC(sizeof *w);
    *w = (struct wind){ before, body, after };
    return kont_dynamic_wind(wind_before, wind_body, wind_after, w);
}

/* ---- Marks: keys are compared by eq? -------------------------------------------------------------------------------------------------- */

struct mark_set {
    uintptr_t header;
    kont *k;
};

/* (%with-mark key value thunk) */
static KONT value with_mark(intptr_t argc, value key, value v, value thunk, value d)
{
    (void)argc, (void)d;
    return kont_with_mark(key, v, run_thunk, thunk);
}

static KONT value current_marks(intptr_t argc, value tag, value b, value c, value d)
{
    (void)b, (void)c, (void)d;
    if (argc < 1)
        tag = default_tag;
    NEED(is_type(tag, T_PROMPT_TAG), "current-continuation-marks", 1, tag, "prompt tag");
    value v = kont_callcc_at(tag_of(tag), give_full, NULL);
    struct mark_set *set = allocate(sizeof *set, T_MARK_SET);
    set->k = ((struct continuation *)v)->k;
    return set;
}

static value marks_of_continuation(value k)
{
    NEED(is_type(k, T_CONTINUATION), "continuation-marks", 1, k, "continuation");
    struct mark_set *set = allocate(sizeof *set, T_MARK_SET);
    set->k = ((struct continuation *)k)->k;
    return set;
}

/* All marks of the key, innermost first. set: FALSE, for what is around here. */
static size_t find_marks(value set, value key, value tag, value **marks)
{
    const kont_tag *t = tag == NULL ? &scheme_tag : tag_of(tag);
    kont *k = set == FALSE ? NULL : ((struct mark_set *)set)->k;
    size_t count = k == NULL ? kont_marks(t, key, NULL, 0) : kont_marks_of(k, key, NULL, 0);
    *marks = GC_MALLOC((count + 1) * sizeof(value));
    return k == NULL ? kont_marks(t, key, *marks, count) : kont_marks_of(k, key, *marks, count);
}

static value marks_to_list(value set, value key, value tag)
{
    value *marks, list = NIL;
    NEED(set == FALSE || is_type(set, T_MARK_SET), "continuation-mark-set->list", 1, set, "continuation mark set");
    NEED(tag == NULL || is_type(tag, T_PROMPT_TAG), "continuation-mark-set->list", 3, tag, "prompt tag");
    for (size_t n = find_marks(set, key, tag, &marks); n-- > 0;)
        list = cons(marks[n], list);
    return list;
}

static value first_mark(value set, value key, value otherwise)
{
    value *marks;
    NEED(set == FALSE || is_type(set, T_MARK_SET), "continuation-mark-set-first", 1, set, "continuation mark set");
    return find_marks(set, key, NULL, &marks) > 0 ? marks[0] : otherwise == NULL ? FALSE : otherwise;
}

/* ---- Parameters ----------------------------------------------------------------------------------------------------------------------- */

value make_parameter(value initial, value converter)
{
    struct parameter *p = allocate(sizeof *p, T_PARAMETER);
    p->is = kont_parameter_new(initial);
    p->converter = converter;
    return p;
}

value parameter_get(value parameter)
{
    return kont_parameter_get(((struct parameter *)parameter)->is);
}

void parameter_set(value parameter, value v)
{
    kont_parameter_set(((struct parameter *)parameter)->is, v);
}

static KONT value make_parameter_object(intptr_t argc, value initial, value converter, value c, value d)
{
    (void)c, (void)d;
    if (argc < 2)
        return make_parameter(initial, FALSE);
    initial = call_1(converter, initial);
    return make_parameter(initial, converter);
}

struct binding {                                        /* of one parameter, of several */
    value parameters, values, thunk;
};

static KONT void *with_parameters(void *arg)
{
    struct binding *b = arg;
    if (b->parameters == NIL)
        return call_0(b->thunk);
    struct binding *inner = GC_MALLOC(sizeof *inner);
    *inner = (struct binding){ CDR(b->parameters), CDR(b->values), b->thunk };
    return kont_with_parameter(((struct parameter *)CAR(b->parameters))->is, CAR(b->values), with_parameters, inner);
}

/* (%parameterize (parameter ...) (value ...) thunk): all values are converted before any is bound. */
static KONT value parameterize(intptr_t argc, value parameters, value values, value thunk, value d)
{
    (void)argc, (void)d;
    value converted = NIL;
    for (value p = parameters, v = values; p != NIL; p = CDR(p), v = CDR(v)) {
        NEED(is_type(CAR(p), T_PARAMETER), "parameterize", 1, CAR(p), "parameter");
        value x = CAR(v), converter = ((struct parameter *)CAR(p))->converter;
        if (converter != FALSE)
            x = call_1(converter, x);
        converted = cons(x, converted);
    }
    struct binding *b = GC_MALLOC(sizeof *b);
    *b = (struct binding){ parameters, reverse_onto(converted, NIL), thunk };
    return with_parameters(b);
}

/* ---- Values, apply, exit -------------------------------------------------------------------------------------------------------------- */

static KONT value make_several(intptr_t argc, value a, value b, value c, value d)
{
    return values_of(argc, a, b, c, d);
}

static KONT value call_with_values(intptr_t argc, value producer, value consumer, value c, value d)
{
    (void)argc, (void)c, (void)d;
    value v = call_0(producer);
    return tail_values(consumer, v);
}

/* (apply f argument ... list) */
static KONT value apply_to(intptr_t argc, value f, value b, value c, value d)
{
    value list = argument(argc - 1, argc, f, b, c, d);
    NEED(list_length(list) >= 0, "apply", (int)argc, list, "list");
    for (intptr_t i = argc - 1; i-- > 1;)
        list = cons(argument(i, argc, f, b, c, d), list);
    return tail_list(f, list);
}

static const kont_tag exit_tag = KONT_TAG_SIZED("exit", 1 << 20);

int exit_status(value v)
{
    return v == NULL || v == TRUE ? 0 : is_fixnum(v) ? (int)(to_fixnum(v) & 0xff) : 1;
}

KONT void exit_program(int status)
{
    kont_abort(&exit_tag, fixnum(status));
}

KONT int run_to_exit(kont_fn *fn, void *arg)
{
    value v = kont_prompt(&exit_tag, fn, arg);
    return is_fixnum(v) ? (int)to_fixnum(v) : 0;
}

static KONT value exit_now(intptr_t argc, value v, value b, value c, value d)
{
    (void)b, (void)c, (void)d;
    exit_program(argc == 0 ? 0 : exit_status(v));
    return UNSPECIFIED;
}

static const struct definition definitions[] = {
    { "call-with-current-continuation", BASE, 1, 1, CALLS(call_cc) },
    { "call/cc", BASE, 1, 1, CALLS(call_cc) },
    { "call-with-escape-continuation", CONTROL, 1, 1, CALLS(call_ec) },
    { "call/ec", CONTROL, 1, 1, CALLS(call_ec) },
    { "call-with-continuation-prompt", CONTROL, 1, MANY, CALLS(call_with_prompt) },
    { "abort-current-continuation", CONTROL, 1, MANY, CALLS(abort_to) },
    { "make-continuation-prompt-tag", CONTROL, 0, 1, LEAF1(make_prompt_tag) },
    { "default-continuation-prompt-tag", CONTROL, 0, 0, LEAF0(get_default_tag) },
    { "continuation-prompt-tag?", CONTROL, 1, 1, LEAF1(is_prompt_tag) },
    { "continuation-prompt-available?", CONTROL, 1, 1, LEAF1(prompt_available) },
    { "%handle-by-default", HIDDEN, 2, 2, CALLS(handle_by_default) },
    { "%capture", HIDDEN, 3, 3, CALLS(capture) },
    { "call-with-composable-continuation", CONTROL, 1, 2, CALLS(call_composable) },
    { "call-with-continuation-barrier", CONTROL, 1, 1, CALLS(call_with_barrier) },
    { "dynamic-wind", BASE, 3, 3, CALLS(dynamic_wind) },
    { "%with-mark", HIDDEN, 3, 3, CALLS(with_mark) },
    { "current-continuation-marks", CONTROL, 0, 1, CALLS(current_marks) },
    { "continuation-marks", CONTROL, 1, 1, LEAF1(marks_of_continuation) },
    { "continuation-mark-set->list", CONTROL, 2, 3, LEAF3(marks_to_list) },
    { "continuation-mark-set-first", CONTROL, 2, 3, LEAF3(first_mark) },
    { "make-parameter", BASE, 1, 2, CALLS(make_parameter_object) },
    { "%parameterize", HIDDEN, 3, 3, CALLS(parameterize) },
    { "values", BASE, 0, MANY, CALLS(make_several) },
    { "call-with-values", BASE, 2, 2, CALLS(call_with_values) },
    { "apply", BASE, 2, MANY, CALLS(apply_to) },
    { "exit", PROCESS, 0, 1, CALLS(exit_now) },
};

void control_start(void)
{
    define_all(definitions, COUNT(definitions));
    default_tag = make_tag(&scheme_tag);
    default_handler = find_primitive("%handle-by-default");
}
