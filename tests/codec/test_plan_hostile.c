/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan file that was damaged or made up is refused in one sentence, with the place. */
#include "codec/plan_fixture.h"

typedef struct sample {
    const scalp_work *work;
    const char *text;
} sample;

/* The sample with the first `from` behind `after` replaced by `to`. */
static const char *edited(const sample *s, const char *after, const char *from, const char *to) {
    const char *place = strstr(s->text, after);
    place = place ? strstr(place, from) : NULL;
    if (!place) {
        CHECK_FAILED("the sample has no %s behind %s", from, after);
        return s->text;
    }
    const size_t size = strlen(s->text) + strlen(to) + 1;
    char *text = scalp_arena_take(s->work->memory, size, 1);
    snprintf(text, size, "%.*s%s%s", (int)(place - s->text), s->text, to, place + strlen(from));
    return text;
}

static void check_refused(const sample *s, const char *text, const char *wanted) {
    scalp_plan_file *file = scalp_arena_take(s->work->memory, 1, sizeof *file);
    const scalp_bytes bytes = {(const uint8_t *)text, strlen(text)};
    scalp_error error = {SCALP_OK, ""};
    CHECK_STATUS(scalp_codec_plan_read(bytes, "p", NULL, s->work, file, &error), SCALP_ERR_INPUT);
    if (!strstr(error.message, wanted))
        CHECK_FAILED("\"%s\", not \"%s\"", error.message, wanted);
}

static void check_edit(const sample *s, const char *after, const char *from, const char *to,
                       const char *wanted) {
    const scalp_arena_mark mark = scalp_arena_here(s->work->memory);
    check_refused(s, edited(s, after, from, to), wanted);
    scalp_arena_return(s->work->memory, mark);
}

static void check_parts(const sample *s) {
    check_edit(s, "{", "\"scalptor_plan\": 1", "\"scalptor_plan\": 9", "a newer program wrote it");
    check_edit(s, "{", "scalptor_plan", "scalptor_pla", "scalptor_plan is missing");
    check_edit(s, "\"case\"", "scalptor_case", "scalptor_cas", "scalptor_case is missing");
    check_edit(s, "\"case\"", "\"regularity\": 0.5", "\"regularity\": 5", "design.regularity is 5");
    check_edit(s, "{", "\"warnings\"", "\"warning\"", "warning: unknown field; did you mean");
    check_edit(s, "\"fit\"", "\"fingerprint\"", "\"finger\"", "fit.head.finger: unknown field");
    check_edit(s, "\"fit\"", "\"mm\": 197.5", "\"mm\": 198.5", "does not give the head that");
    check_edit(s, "\"fit\"", "\"mm\": 197.5", "\"mm\": 19", "fit.head: ");
    check_edit(s, "\"fit\"", "\"mm\": 197.5", "\"mm\": \"a\"", "fit.head.length.mm is a text");
}

#define WITH_FORM(modes) "\"form\": {\"modes_sd\": {" modes "}, \"offsets_mm\": {}}, \"length\""

/* Modes that a plan does not name are 0; those that nobody knows are refused. */
static void check_modes(const sample *s) {
    scalp_plan_file *file = scalp_arena_take(s->work->memory, 1, sizeof *file);
    const char *text =
        edited(s, "\"fit\"", "\"length\"", WITH_FORM("\"forehead\": 0, \"front top\": 0"));
    const scalp_bytes bytes = {(const uint8_t *)text, strlen(text)};
    CHECK_STATUS(scalp_codec_plan_read(bytes, "p", NULL, s->work, file, NULL), SCALP_OK);
    check_edit(s, "\"fit\"", "\"length\"", WITH_FORM("\"forehaed\": 0"),
               "fit.head.form.modes_sd.forehaed: unknown field; did you mean forehead?");
    check_edit(s, "\"fit\"", "\"length\"", WITH_FORM("\"crown\": 9"),
               "fit.head.form.modes_sd.crown must lie between -4 and 4.");
    check_edit(s, "\"fit\"", "\"length\"", WITH_FORM("\"crown\": 1"),
               "does not give the head that");
}

static void check_cameras(const sample *s) {
    check_edit(s, "\"fit\"", "\"id\": \"right45\"", "\"id\": \"left\"",
               "fit.photos[1].id is not the case's photo \"right45\"");
    check_edit(s, "\"fit\"", "\"width\": 1080", "\"width\": 0", "fit.photos[0].width must be");
    check_edit(s, "\"fit\"", "\"height\": 1440", "\"height\": 1e9", "fit.photos[0].height must be");
    check_edit(s, "\"K\"", "0, 539.5", "1, 539.5", "fit.photos[0].K is no camera");
    check_edit(s, "\"K\"", "[0, 0, 1]", "[0, 0]", "K[2] has 2 elements, but must have 3");
    check_edit(s, "\"R\"", "[", "[ [0,0,0],", "fit.photos[0].R has 4 rows, but must have 3");
    check_edit(s, "\"t\"", "900.", "-900.", "fit.photos[0].t does not place the head");
    check_edit(s, "\"focal\"", "exif", "exfi", "fit.photos[0].focal.source is \"exfi\"");
    check_edit(s, "\"residuals_px\"", "residuals_px", "residuals", "photos[0].residuals: unknown");
    check_edit(s, "\"fit\"", "\"R\"", "\"S\"", "fit.photos[0].S: unknown field");
}

/* The 16 letters of a dot: face, zone and u, session and v. */
static void check_dots(const sample *s, char *first) {
    char was[17], key[] = "\"data\"";
    memcpy(was, first, 16);
    was[16] = 0;
    check_edit(s, key, was, "////////////////", "dots.data: dot 1 lies on a face that the head");
    check_edit(s, key, was, "AAAAAAAAAAAAAAAA", "dots.data: dot 1 is of no known zone");
    check_edit(s, key, was, "AAAAAAAAAAEAAAAA", "dots.data: dot 1 is of a session that no plan");
    check_edit(s, key, was, "AAAAAAAAAAEAAAAH", "dots.data: dot 1 is of a session that no plan");
    check_edit(s, key, was, "AAAAAP///wEAAAAB", "dots.data: dot 1 lies outside its face");
    check_edit(s, key, was, "AAAAAAAAAP8AAAAB", "dots.data: dot 1 is of no known zone");
    check_edit(s, key, was, "AAAA=AAAAAEAAAAB", "dots.data is not base64");
    check_edit(s, key, was, "AAAA", "dots.count says 40, but dots.data holds 628 letters");
    check_edit(s, "\"dots\": {", "\"count\": 40", "\"count\": 39", "dots.count says 39, but");
    check_edit(s, "\"dots\": {", "\"count\": 40", "\"count\": -1e9", "dots.count says -1");
}

/* A point of a stroke: as a dot, but width and, at a root, 8 zone + session. */
static void check_strokes(const sample *s, const char *first) {
    char was[17], next[17], key[] = "\"strokes\": {";
    snprintf(was, sizeof was, "%.16s", first);
    snprintf(next, sizeof next, "%.16s", first + 16);
    check_edit(s, key, was, "////////////////", "strokes.data: point 1 lies on a face that");
    check_edit(s, key, was, "AAAAAP///wEAAAAJ", "strokes.data: point 1 lies outside its face");
    check_edit(s, key, was, "AAAAAAAAAAAAAAAJ", "strokes.data: point 1 has no width");
    check_edit(s, key, was, "AAAAAAAAAAEAAAAA", "strokes.data: point 1 belongs to no stroke");
    check_edit(s, key, was, "AAAAAAAAAAEAAAAB", "strokes.data: point 1 is of no known zone");
    check_edit(s, key, was, "AAAAAAAAAAEAAAD/", "strokes.data: point 1 is of no known zone");
    check_edit(s, key, was, "AAAAAAAAAAEAAAAP", "strokes.data: point 1 is of a session that no");
    check_edit(s, key, next, "AAAAAAAAAAEAAAAJ", "strokes.data: point 1 is a stroke by itself");
    check_edit(s, key, was, "AAAA=AAAAAEAAAAJ", "strokes.data is not base64");
    check_edit(s, key, was, "AAAA", "but strokes.data holds ");
    check_edit(s, key, "\"count\": 5", "\"count\": 6", "strokes.count says 6, but");
    check_edit(s, key, "\"points\": ", "\"points\": 1", "strokes.points says 1");
    check_edit(s, key, "\"points\": ", "\"pints\": ", "strokes.pints: unknown field");
}

int main(void) {
    static plan_fixture x;
    check_work w;
    check_work_open(&w, 0);
    fixture_fit(&x, true, &w.work);
    fixture_plan_of(&x, 40, 5, &w.work);
    const scalp_bytes bytes = fixture_write(&x, &w.work);
    char *text = scalp_arena_text(w.work.memory, (const char *)bytes.data, bytes.size);
    const sample s = {&w.work, text};
    CASE("versions, the case within, the head") {
        check_parts(&s);
    }
    CASE("photos and cameras") {
        check_modes(&s);
        check_cameras(&s);
    }
    CASE("dots") {
        check_dots(&s, strstr(text, "\"data\": \"") + strlen("\"data\": \""));
    }
    CASE("strokes") {
        check_strokes(&s, strstr(strstr(text, "\"strokes\": {"), "\"data\": \"") +
                              strlen("\"data\": \""));
    }
    CASE("cut off anywhere") {
        for (size_t size = 1; size < bytes.size - 2; size += 97) {
            const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
            scalp_plan_file *file = scalp_arena_take(w.work.memory, 1, sizeof *file);
            scalp_error error;
            CHECK_STATUS(scalp_codec_plan_read((scalp_bytes){bytes.data, size}, "p", NULL, &w.work,
                                               file, &error),
                         SCALP_ERR_INPUT);
            scalp_arena_return(w.work.memory, mark);
        }
    }
    check_work_close(&w);
    return check_done();
}
