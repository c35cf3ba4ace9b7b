/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found in a photo, in words and as JSON. */
#include "inspect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static json_t *number(double x) {
    return isfinite(x) ? json_real(x) : json_null();
}

static size_t of_kind(const scalp_finds *finds, scalp_found_kind kind) {
    size_t n = 0;
    for (size_t i = 0; i < finds->count; i++)
        n += finds->dots[i].kind == kind && scalp_window_has(&finds->window, finds->dots[i].mm);
    return n;
}

/* Pigment on skin that was judged. */
static size_t dots_of(const scalp_finds *finds) {
    return of_kind(finds, SCALP_FOUND_DOT) + of_kind(finds, SCALP_FOUND_MERGED);
}

static json_t *scale_json(const cli_inspection *it) {
    const scalp_flat *f = &it->flat;
    json_t *object = json_pack("{s:s}", "source", it->scale_source);
    json_object_set_new(object, "px_per_mm", number(f->has_mm ? f->px_per_mm : (double)NAN));
    json_object_set_new(object, "px_per_mm_sd", number(f->has_mm ? f->px_per_mm_sd : (double)NAN));
    json_object_set_new(object, "tilt_deg", number(f->tilt_deg));
    json_object_set_new(object, "radius_mm", number(f->radius_mm));
    return object;
}

static json_t *quality_json(const scalp_finds *finds) {
    const scalp_find_quality *q = &finds->quality;
    json_t *shares = json_object(), *object = json_object();
    for (int i = 0; i < SCALP_UNSEEN_COUNT; i++)
        json_object_set_new(shares, scalp_unseen_name((scalp_unseen)i), number(q->share[i]));
    json_object_set_new(object, "judged", json_boolean(q->judged));
    json_object_set_new(object, "blur_px", number(q->blur_px));
    json_object_set_new(object, "noise", number(q->noise));
    json_object_set_new(object, "diameter_px", number(q->diameter_px));
    json_object_set_new(object, "slant_deg", number(q->slant_deg));
    json_object_set_new(object, "confusion", number(q->confusion));
    json_object_set_new(object, "missed", number(q->missed));
    json_object_set_new(object, "shares", shares);
    json_object_set_new(object, "note", q->note ? json_string(q->note) : json_null());
    return object;
}

/* What was judged, by lengths of runs: not, judged, not.. */
static json_t *window_json(const scalp_window *w) {
    json_t *runs = json_array();
    const size_t cells = (size_t)w->columns * (size_t)w->rows;
    bool judged = false;
    json_int_t length = 0;
    for (size_t i = 0; i < cells; i++) {
        if ((w->why[i] == SCALP_UNSEEN_NOT) != judged) {
            json_array_append_new(runs, json_integer(length));
            judged = !judged;
            length = 0;
        }
        length++;
    }
    json_array_append_new(runs, json_integer(length));
    return json_pack("{s:[f,f], s:f, s:i, s:i, s:o}", "origin_mm", w->origin_mm.x, w->origin_mm.y,
                     "cell_mm", w->cell_mm, "columns", w->columns, "rows", w->rows, "runs", runs);
}

json_t *cli_inspect_json(const cli_inspection *it) {
    const scalp_finds *f = &it->finds;
    const double area = it->flat.has_mm ? scalp_window_area_mm2(&f->window) / 100 : (double)NAN;
    const size_t stubs = of_kind(f, SCALP_FOUND_STUB), dots = dots_of(f);
    json_t *object = json_pack("{s:s, s:s, s:i, s:i, s:o, s:o}", "version", SCALP_VERSION, "photo",
                               it->path, "width", it->image.width, "height", it->image.height,
                               "scale", scale_json(it), "quality", quality_json(f));
    json_t *found =
        json_pack("{s:I, s:I, s:I}", "dots", (json_int_t)dots, "merged",
                  (json_int_t)of_kind(f, SCALP_FOUND_MERGED), "stubs", (json_int_t)stubs);
    json_object_set_new(found, "area_cm2", number(area));
    json_object_set_new(found, "dots_per_cm2",
                        number(f->quality.judged && area > 0 ? (double)dots / area : (double)NAN));
    json_object_set_new(object, "found", found);
    if (it->dots_file)
        json_object_set_new(object, "dots_file", json_string(it->dots_file));
    if (it->flat.has_mm && f->window.columns > 0)
        json_object_set_new(object, "window", window_json(&f->window));
    return object;
}

void cli_inspect_text(const cli_inspection *it, FILE *to) {
    static const char *const words[SCALP_UNSEEN_COUNT] = {
        [SCALP_UNSEEN_NO_SKIN] = "no bare skin",
        [SCALP_UNSEEN_MARK] = "under a card or sticker",
        [SCALP_UNSEEN_HAIR] = "a hair lies over it",
        [SCALP_UNSEEN_GLOSS] = "it shines",
        [SCALP_UNSEEN_CLIPPED] = "too bright or too dark for the file",
        [SCALP_UNSEEN_BLUR] = "out of focus",
        [SCALP_UNSEEN_SMALL] = "too few pixels to a dot",
        [SCALP_UNSEEN_STEEP] = "turned away",
        [SCALP_UNSEEN_WOUND] = "unwiped ink, a scab or a mole",
    };
    const scalp_finds *f = &it->finds;
    const scalp_find_quality *q = &f->quality;
    const size_t stubs = of_kind(f, SCALP_FOUND_STUB), dots = dots_of(f);
    const size_t merged = of_kind(f, SCALP_FOUND_MERGED);
    const double area = scalp_window_area_mm2(&f->window) / 100;
    if (it->flat.has_mm)
        fprintf(to, "Scale     %8.2f +- %.2f px/mm (%s)\n", it->flat.px_per_mm,
                it->flat.px_per_mm_sd, it->scale_source);
    else
        fputs("Scale     none: counts are per picture, millimetres cannot be given\n", to);
    fprintf(to, "Judged    %8.1f %% of the photo\n", 100 * q->share[SCALP_UNSEEN_NOT]);
    for (int i = 1; i < SCALP_UNSEEN_COUNT; i++)
        if (q->share[i] >= 0.0005 && i != SCALP_UNSEEN_OUTSIDE)
            fprintf(to, "  %-8s%8.1f %% left out: %s\n", scalp_unseen_name((scalp_unseen)i),
                    100 * q->share[i], words[i]);
    if (q->note)
        fprintf(to, "%s\n", q->note);
    if (!q->judged)
        return;
    fprintf(to, "Dots      %8zu", dots);
    if (it->flat.has_mm && area > 0)
        fprintf(to, " on %.2f cm2: %.1f per cm2 (measured)", area, (double)dots / area);
    fputc('\n', to);
    if (merged)
        fprintf(to, "Merged    %8zu of them look like two or more that ran together\n", merged);
    if (stubs)
        fprintf(to, "Hairs     %8zu shaved, not counted as dots\n", stubs);
}

scalp_status cli_inspect_report_write(cli_job *job, const json_t *report, scalp_error *error) {
    const char *path = cli_text(job, "report", NULL);
    if (!path)
        return SCALP_OK;
    char *text = json_dumps(report, JSON_INDENT(2) | JSON_REAL_PRECISION(10));
    const size_t size = text ? strlen(text) : 0;
    char *copy = text ? scalp_arena_text(job->work.memory, text, size + 1) : NULL;
    free(text);
    if (!copy)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while writing the report.");
    copy[size] = '\n';
    return cli_write(job, path, (scalp_bytes){(const uint8_t *)copy, size + 1}, error);
}
