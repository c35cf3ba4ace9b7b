/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a panel of test dots said of a client, as fitted.json. Only traits and the share kept are
 * read back; the rest is for people. */
#include "json_in.h"
#include "json_out.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- Writing ------------------------------------------------------------------------------- */

static void put_band(scalp_json_out *out, const char *key, const scalp_panel_band *b,
                     double times) {
    scalp_json_out_row(out, key);
    scalp_json_out_figure(out, NULL, b->low * times);
    scalp_json_out_figure(out, NULL, b->middle * times);
    scalp_json_out_figure(out, NULL, b->high * times);
    scalp_json_out_end(out, ']');
}

static void put_traits(scalp_json_out *out, const scalp_traits *traits) {
    scalp_json_out_object(out, "mean");
    for (int i = 0; i < SCALP_TRAIT_COUNT; i++)
        scalp_json_out_number(out, scalp_trait_name((scalp_trait)i), traits->mean[i]);
    scalp_json_out_end(out, '}');
    scalp_json_out_list(out, "covariance");
    for (int i = 0; i < SCALP_TRAIT_COUNT; i++)
        scalp_json_out_numbers(out, NULL, traits->covariance[i], SCALP_TRAIT_COUNT);
    scalp_json_out_end(out, ']');
}

/* The ways dots were made, and what the next session's will be like. */
static void put_settings(scalp_json_out *out, const scalp_panel_file *file,
                         const scalp_panel *panel) {
    scalp_json_out_list(out, "next_session");
    for (size_t k = 0; k < file->setting_count; k++) {
        const scalp_panel_setting *s = &file->settings[k];
        const scalp_panel_band shift = {panel->hue.middle * panel->shift_b[k],
                                        panel->hue.high * panel->shift_b[k],
                                        panel->hue.low * panel->shift_b[k]};
        scalp_json_out_object(out, NULL);
        scalp_json_out_text(out, "pigment", s->pigment->id);
        scalp_json_out_number(out, "dilution", s->dilution);
        scalp_json_out_text(out, "needle", file->needles[k]);
        scalp_json_out_figure(out, "diameter_mm", s->deposit.diameter_mm);
        scalp_json_out_figure(out, "pigment_depth_mm", s->deposit.depth_mm);
        put_band(out, "darkness", &panel->next[k][SCALP_PANEL_DARKNESS], 1);
        scalp_json_out_figure(out, "darkness_usual", panel->usual[k][SCALP_PANEL_DARKNESS]);
        put_band(out, "of_fresh_pct", &panel->stays[k], 100);
        scalp_json_out_figure(out, "of_fresh_usual_pct", 100 * panel->usual_stays[k]);
        put_band(out, "seen_diameter_mm", &panel->next[k][SCALP_PANEL_WIDTH], 1);
        scalp_json_out_figure(out, "seen_diameter_usual_mm", panel->usual[k][SCALP_PANEL_WIDTH]);
        put_band(out, "shift_b", &shift, 1);
        scalp_json_out_end(out, '}');
    }
    scalp_json_out_end(out, ']');
}

static void put_dots(scalp_json_out *out, const scalp_panel_file *file, const scalp_panel *panel) {
    scalp_json_out_number(out, "dots", (double)file->dot_count);
    scalp_json_out_number(out, "dots_judged_healed", (double)panel->judged);
    scalp_json_out_number(out, "dots_gone", (double)panel->gone);
    scalp_json_out_row(out, "surprising_dots");
    for (size_t i = 0; i < file->dot_count; i++) {
        if (panel->surprising[i])
            scalp_json_out_text(out, NULL, file->ids[i]);
    }
    scalp_json_out_end(out, ']');
}

scalp_status scalp_codec_panel_fit_write(const scalp_panel_file *file, const scalp_panel *panel,
                                         const scalp_work *work, scalp_bytes *bytes,
                                         scalp_error *error) {
    scalp_json_out out = scalp_json_out_make(work, error);
    scalp_json_out_object(&out, NULL);
    scalp_json_out_number(&out, "scalptor_panel_fit", 1);
    scalp_json_out_text(&out, "basis",
                        panel->healed ? "model, fitted to healed test dots"
                                      : "model; no test dot is healed yet");
    put_dots(&out, file, panel);
    put_band(&out, "kept_pct", &panel->kept, 100);
    put_band(&out, "pigment_left", &panel->mass, 1);
    put_band(&out, "width", &panel->width, 1);
    put_band(&out, "hue", &panel->hue, 1);
    put_settings(&out, file, panel);
    put_traits(&out, &panel->traits);
    scalp_json_out_end(&out, '}');
    return scalp_json_out_close(&out, bytes);
}

/* ---- Reading ------------------------------------------------------------------------------- */

static scalp_status read_traits(const scalp_json_in *in, const json_t *root, scalp_traits *traits) {
    const char *names[SCALP_TRAIT_COUNT];
    char path[SCALP_JSON_PATH];
    json_t *mean, *rows;
    scalp_error why = {SCALP_OK, ""};
    for (int i = 0; i < SCALP_TRAIT_COUNT; i++)
        names[i] = scalp_trait_name((scalp_trait)i);
    SCALP_TRY(scalp_json_need(in, root, "mean", JSON_OBJECT, "mean", &mean));
    SCALP_TRY(scalp_json_known(in, mean, "mean", names, SCALP_TRAIT_COUNT));
    SCALP_TRY(scalp_json_need(in, root, "covariance", JSON_ARRAY, "covariance", &rows));
    if (json_array_size(rows) != SCALP_TRAIT_COUNT)
        return scalp_json_fail(in, "covariance has %zu rows, but must have %d.",
                               json_array_size(rows), SCALP_TRAIT_COUNT);
    for (size_t i = 0; i < SCALP_TRAIT_COUNT; i++) {
        snprintf(path, sizeof path, "mean.%s", names[i]);
        SCALP_TRY(scalp_json_number(in, json_object_get(mean, names[i]), path, &traits->mean[i]));
        snprintf(path, sizeof path, "covariance[%zu]", i);
        SCALP_TRY(scalp_json_numbers(in, json_array_get(rows, i), path, traits->covariance[i],
                                     SCALP_TRAIT_COUNT));
    }
    if (scalp_traits_check(traits, &why) != SCALP_OK)
        return scalp_json_fail(in, "%s", why.message);
    return SCALP_OK;
}

static scalp_status read_kept(const scalp_json_in *in, const json_t *root, scalp_panel_band *kept) {
    double n[3];
    SCALP_TRY(scalp_json_numbers(in, json_object_get(root, "kept_pct"), "kept_pct", n, 3));
    if (!(n[0] >= 0 && n[0] <= n[1] && n[1] <= n[2] && n[2] <= 100))
        return scalp_json_fail(in, "kept_pct must be low, middle and high, 0 to 100.");
    *kept = (scalp_panel_band){n[1] / 100, n[0] / 100, n[2] / 100};
    return SCALP_OK;
}

scalp_status scalp_codec_panel_fit_read(scalp_bytes bytes, const char *name,
                                        scalp_panel_known *known, scalp_error *error) {
    static const char *const names[] = {"scalptor_panel_fit",
                                        "basis",
                                        "dots",
                                        "dots_judged_healed",
                                        "dots_gone",
                                        "surprising_dots",
                                        "kept_pct",
                                        "pigment_left",
                                        "width",
                                        "hue",
                                        "next_session",
                                        "mean",
                                        "covariance"};
    const scalp_json_in in = {name, error};
    json_t *root;
    SCALP_TRY(scalp_json_open(&in, bytes, SCALP_CODEC_MAX_PANEL_BYTES, &root));
    scalp_panel_known made = {.kept = {0, 0, 0}};
    scalp_status status = scalp_json_version(&in, root, "scalptor_panel_fit", 1);
    if (status == SCALP_OK)
        status = scalp_json_known(&in, root, "", names, sizeof names / sizeof *names);
    if (status == SCALP_OK)
        status = read_traits(&in, root, &made.traits);
    if (status == SCALP_OK)
        status = read_kept(&in, root, &made.kept);
    json_decref(root);
    if (status == SCALP_OK)
        *known = made;
    return status;
}
