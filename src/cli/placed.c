/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is in the skin already, as the options of plan say it. */
#include "cli.h"

static scalp_status usage(const cli_job *job, bool case_given, scalp_error *error) {
    static const char *const with_placed[] = {"on", "placed-strength"};
    for (int i = 0; i < 2; i++)
        if (cli_given(job, with_placed[i]) && !cli_given(job, "placed"))
            return scalp_fail(error, SCALP_ERR_INPUT, "--%s goes with --placed FILE.",
                              with_placed[i]);
    if (cli_given(job, "on") && cli_given(job, "placed-strength"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--on works out what --placed-strength says; give one of them.");
    if (cli_given(job, "on") && !case_given)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--on needs a case, whose dates and skin say how dots fade; with --mesh "
                          "give --placed-strength.");
    return SCALP_OK;
}

/* The place on the mesh, unless that is too far away. */
static scalp_status lay(const scalp_mesh *mesh, const scalp_bvh *bvh, const char *path,
                        const scalp_placed_row *row, cli_distances *off, scalp_mesh_point *at,
                        scalp_error *error) {
    double way;
    *at = scalp_site_place(mesh, bvh, row->point, row->normal, &way);
    if (way > SCALP_SITE_MAX_OFF_MM)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s, line %zu: the place lies %.0f mm off the surface, more than %g; it "
                          "belongs to another head, or was measured wrong.",
                          path, row->line, way, SCALP_SITE_MAX_OFF_MM);
    off->sum_mm += way;
    off->most_mm = way > off->most_mm ? way : off->most_mm;
    /* As a plan keeps it: whole multiples of 2^-20, within the face. */
    at->u = (double)(uint32_t)(at->u * 0x1p20) * 0x1p-20;
    at->v = (double)(uint32_t)(at->v * 0x1p20) * 0x1p-20;
    return SCALP_OK;
}

static void say_off(const cli_job *job, const char *path, const char *what, size_t count,
                    const cli_distances *off) {
    cli_say(job,
            "%s: %zu %s laid on the surface; they were %.2f mm off it on average, %.2f mm at "
            "most.",
            path, count, what, off->sum_mm / (double)count, off->most_mm);
}

static scalp_status read_dots(cli_job *job, const scalp_mesh *mesh, const scalp_bvh *bvh,
                              scalp_bytes bytes, cli_around *around, unsigned *last,
                              scalp_error *error) {
    const char *path = around->dots_path;
    const scalp_placed_row *rows;
    size_t count;
    void *memory;
    SCALP_TRY(scalp_codec_dots_read(bytes, path, &job->work, &rows, &count, error));
    SCALP_TRY(scalp_work_take(&job->work, count, sizeof(scalp_dot), &memory, error));
    scalp_dot *dots = memory;
    for (size_t i = 0; i < count; i++) {
        SCALP_TRY(lay(mesh, bvh, path, &rows[i], &around->dots_off, &dots[i].at, error));
        dots[i].position = scalp_mesh_position(mesh, dots[i].at);
        dots[i].normal = scalp_mesh_normal(mesh, dots[i].at);
        dots[i].zone = (uint8_t)rows[i].zone;
        dots[i].session = (uint8_t)rows[i].session;
        *last = rows[i].session > *last ? rows[i].session : *last;
    }
    around->placed.dots = dots;
    around->placed.dot_count = count;
    return SCALP_OK;
}

static size_t stroke_count(const scalp_placed_row *rows, size_t count) {
    size_t strokes = count > 0;
    for (size_t i = 1; i < count; i++)
        strokes += rows[i].id < rows[i - 1].id || rows[i].id > rows[i - 1].id;
    return strokes;
}

static scalp_status read_strokes(cli_job *job, const scalp_mesh *mesh, const scalp_bvh *bvh,
                                 scalp_bytes bytes, cli_around *around, unsigned *last,
                                 scalp_error *error) {
    const scalp_placed_row *rows;
    size_t count;
    void *paths, *memory;
    SCALP_TRY(scalp_codec_placed_strokes_read(bytes, around->strokes_path, &job->work, &rows,
                                              &count, error));
    const size_t strokes = stroke_count(rows, count);
    SCALP_TRY(scalp_work_take(&job->work, strokes, sizeof(scalp_stroke_path), &paths, error));
    SCALP_TRY(scalp_work_take(&job->work, count, sizeof(scalp_stroke_point), &memory, error));
    scalp_stroke_path *path = paths;
    scalp_stroke_point *points = memory;
    for (size_t i = 0; i < count; i++) {
        const bool new = i == 0 || rows[i].id < rows[i - 1].id || rows[i].id > rows[i - 1].id;
        path += new &&i > 0;
        if (new)
            *path =
                (scalp_stroke_path){&points[i], 0, (uint8_t)rows[i].zone, (uint8_t)rows[i].session};
        path->point_count++;
        SCALP_TRY(lay(mesh, bvh, around->strokes_path, &rows[i], &around->strokes_off,
                      &points[i].at, error));
        points[i].position = scalp_mesh_position(mesh, points[i].at);
        points[i].normal = scalp_mesh_normal(mesh, points[i].at);
        points[i].width_mm = 2 * rows[i].radius_mm;
        *last = rows[i].session > *last ? rows[i].session : *last;
    }
    around->placed.strokes = paths;
    around->placed.stroke_count = strokes;
    return SCALP_OK;
}

/* Each --placed is of dots or of strokes, by its first line. */
static scalp_status read_placed(cli_job *job, const scalp_mesh *mesh, const scalp_bvh *bvh,
                                const char *path, cli_around *around, unsigned *last,
                                scalp_error *error) {
    scalp_bytes bytes;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_DOTS_BYTES, &bytes, error));
    const bool strokes = scalp_codec_is_strokes(bytes);
    const char **known = strokes ? &around->strokes_path : &around->dots_path;
    if (*known)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s and %s both hold %s; --placed is given once for dots and once for "
                          "hair strokes.",
                          *known, path, strokes ? "hair strokes" : "dots");
    *known = path;
    return strokes ? read_strokes(job, mesh, bvh, bytes, around, last, error)
                   : read_dots(job, mesh, bvh, bytes, around, last, error);
}

static scalp_status read_hairs(cli_job *job, const scalp_mesh *mesh, const scalp_bvh *bvh,
                               cli_around *around, scalp_error *error) {
    const char *path = around->hairs_path;
    scalp_bytes bytes;
    const scalp_placed_row *rows;
    size_t count;
    void *memory;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_DOTS_BYTES, &bytes, error));
    SCALP_TRY(scalp_codec_sites_read(bytes, path, &job->work, &rows, &count, error));
    SCALP_TRY(scalp_work_take(&job->work, count, sizeof(scalp_site), &memory, error));
    scalp_site *sites = memory;
    for (size_t i = 0; i < count; i++) {
        SCALP_TRY(lay(mesh, bvh, path, &rows[i], &around->hairs_off, &sites[i].at, error));
        sites[i].point = scalp_mesh_position(mesh, sites[i].at);
        sites[i].radius_mm = rows[i].radius_mm;
        sites[i].weight = 1;
        sites[i].kind = SCALP_SITE_FOLLICLE;
    }
    around->placed.follicles = sites;
    around->placed.follicle_count = count;
    return SCALP_OK;
}

static scalp_status set_strength(const cli_job *job, const scalp_case *document,
                                 scalp_placed *placed, scalp_error *error) {
    if (document && !cli_given(job, "placed-strength"))
        return scalp_case_age_placed(document, cli_text(job, "on", NULL), placed, error);
    for (int s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++)
        for (int z = 0; z < SCALP_ZONE_COUNT; z++)
            placed->strength[s][z] = cli_number(job, "placed-strength", 1);
    return SCALP_OK;
}

scalp_status cli_placed_read(cli_job *job, const scalp_mesh *mesh, const scalp_case *document,
                             cli_around *around, scalp_error *error) {
    const scalp_bvh *bvh;
    unsigned last = 0;
    const cli_value *placed = cli_value_of(job, "placed");
    *around = (cli_around){.hairs_path = cli_text(job, "sites", NULL)};
    around->given = placed->count > 0 || around->hairs_path || cli_given(job, "session");
    SCALP_TRY(usage(job, document != NULL, error));
    if (!around->given)
        return SCALP_OK;
    SCALP_TRY(scalp_bvh_make(mesh, &job->work, &bvh, error));
    for (size_t i = 0; i < placed->count; i++)
        SCALP_TRY(read_placed(job, mesh, bvh, placed->texts[i], around, &last, error));
    if (around->hairs_path)
        SCALP_TRY(read_hairs(job, mesh, bvh, around, error));
    if (last == SCALP_LAYOUT_MAX_SESSIONS && !cli_given(job, "session"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s has dots of session %d, the last there can be; say with --session N "
                          "to which one new dots belong.",
                          placed->texts[0], SCALP_LAYOUT_MAX_SESSIONS);
    around->placed.first_session = (unsigned)cli_number(job, "session", last + 1);
    return set_strength(job, document, &around->placed, error);
}

void cli_placed_say(const cli_job *job, const cli_around *around, const scalp_case *document,
                    const scalp_plan *plan) {
    const scalp_placed *placed = &around->placed;
    if (!around->given)
        return;
    if (around->dots_path)
        say_off(job, around->dots_path, "dots", placed->dot_count, &around->dots_off);
    if (around->strokes_path) {
        size_t points = 0;
        for (size_t i = 0; i < placed->stroke_count; i++)
            points += placed->strokes[i].point_count;
        say_off(job, around->strokes_path, "points of hair strokes", points, &around->strokes_off);
    }
    if (around->hairs_path)
        say_off(job, around->hairs_path, "hairs", placed->follicle_count, &around->hairs_off);
    if (placed->first_session > 1 && placed->dot_count + placed->stroke_count == 0)
        cli_say(job,
                "Nothing is said of what was placed (--placed FILE); all dots are dealt over "
                "the sessions from %u.",
                placed->first_session);
    if (around->hairs_path && document && scalp_case_counts_hair(document))
        cli_say(job,
                "The case takes the hair that is there off the density already; the hairs of "
                "%s keep dots at their distance, but do not count again.",
                around->hairs_path);
    if (plan->layout.sites_outside > 0)
        cli_say(job, "%zu of what is there lie outside the planned zones and are not counted.",
                plan->layout.sites_outside);
    if (plan->layout.strokes_outside > 0)
        cli_say(job,
                "%zu of the strokes that are there lie in no area of hair strokes; they are "
                "not counted.",
                plan->layout.strokes_outside);
    if (around->dots_path && placed->first_session > 1 && placed->stroke_count == 0 &&
        plan->layout.stroke_count > 0)
        cli_say(job,
                "Nothing is said of hair strokes that are there (--placed FILE once more); all "
                "strokes are dealt over the sessions from %u.",
                placed->first_session);
    if (plan->layout.dot_count + plan->layout.stroke_count == 0)
        cli_say(job, "All that is wanted is there already: nothing is to be added.");
}
