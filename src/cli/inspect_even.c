/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How evenly the found dots lie: measured, in words, as JSON and as a map. */
#include "inspect.h"

#include <math.h>
#include <string.h>

scalp_status cli_inspect_even(cli_job *job, cli_inspection *it, const double *wanted_per_mm2,
                              scalp_error *error) {
    const double missed = it->finds.quality.missed;
    scalp_evenness_ask ask = {.found = it->finds.dots,
                              .wanted_per_mm2 = wanted_per_mm2,
                              .recall = missed >= 0 && missed < 0.5 ? 1 - missed : 0,
                              .recall_sd = missed >= 0 && missed < 0.5 ? 0.5 * missed : 0,
                              .count = it->finds.count,
                              .window = &it->finds.window,
                              .has_mm = it->flat.has_mm,
                              .seed = 1};
    scalp_evenness *evenness;
    void *place;
    it->evenness = NULL;
    if (!it->finds.quality.judged || it->finds.window.columns < 1)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof *evenness, &place, error));
    evenness = place;
    SCALP_TRY(scalp_evenness_make(&ask, &job->work, evenness, error));
    it->evenness = evenness;
    return SCALP_OK;
}

scalp_status cli_inspect_map(cli_job *job, const cli_inspection *it, const char *path,
                             scalp_error *error) {
    const char *name = strrchr(it->path, '/');
    scalp_image_format format;
    scalp_image image;
    scalp_bytes bytes;
    SCALP_TRY(scalp_codec_image_format(path, &format, error));
    if (!it->evenness)
        return scalp_fail(error, SCALP_ERR_NO,
                          "%.200s: too little can be judged for a map; take a sharper photo, "
                          "nearer and without shine.",
                          it->path);
    SCALP_TRY(scalp_codec_evenness_map(it->evenness, it->finds.dots, it->finds.count,
                                       name ? name + 1 : it->path, &job->work, &image, error));
    SCALP_TRY(scalp_codec_image_write(&image, format,
                                      "Evenness of dots, measured by Scalptor " SCALP_VERSION ".",
                                      &job->work, &bytes, error));
    return cli_write(job, path, bytes, error);
}

/* ---- Text ----------------------------------------------------------------------------------- */

void cli_inspect_even_text(const cli_inspection *it, FILE *to) {
    const scalp_evenness *e = it->evenness;
    if (!e)
        return;
    if (!e->judged) {
        fprintf(to, "Evenness  %s\n", e->lines[0].text);
        return;
    }
    if (e->has_mm) {
        fprintf(to, "Density   %8.1f per cm2 (%.1f to %.1f)\n", 100 * e->density.value,
                100 * e->density.low, 100 * e->density.high);
        fprintf(to, "Spacing   %8.2f mm to the nearest (%.2f to %.2f), varies by %.0f %%\n",
                e->nearest_mean.value, e->nearest_mean.low, e->nearest_mean.high,
                100 * e->nearest_cv.value);
        if (isfinite(e->over_wanted.value))
            fprintf(to, "Of wanted %8.0f %% (%.0f to %.0f)\n", 100 * e->over_wanted.value,
                    100 * e->over_wanted.low, 100 * e->over_wanted.high);
        if (e->untreated > 5)
            fprintf(to, "Left out  %8.1f cm2 %s\n", e->untreated / 100,
                    isfinite(e->over_wanted.value)
                        ? "where the plan wants nothing"
                        : "without any dot at the edge, taken as not treated");
    }
    fputs("Evenness\n", to);
    for (int grade = SCALP_GRADE_CLEAR; grade >= 0; grade--)
        for (int kind = 0; kind < SCALP_UNEVEN_COUNT; kind++)
            if ((int)e->lines[kind].grade == grade)
                fprintf(to, "  %-7s %s\n",
                        grade == SCALP_GRADE_NONE ? "" : scalp_grade_name((scalp_grade)grade),
                        e->lines[kind].text);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static json_t *number(double x) {
    return isfinite(x) ? json_real(floor(x * 1e6 + 0.5) / 1e6) : json_null();
}

static json_t *figure(scalp_figure f, double times) {
    json_t *object = json_object();
    json_object_set_new(object, "value", number(times * f.value));
    json_object_set_new(object, "low", number(times * f.low));
    json_object_set_new(object, "high", number(times * f.high));
    return object;
}

/* "key_mm" where there is a scale, otherwise "key_spacings". */
static void set_length(json_t *object, const char *key, const scalp_evenness *e, double length) {
    char name[64];
    snprintf(name, sizeof name, "%s_%s", key, e->has_mm ? "mm" : "spacings");
    json_object_set_new(object, name, number(e->has_mm ? length : length / e->spacing));
}

static void set_length_figure(json_t *object, const char *key, const scalp_evenness *e,
                              scalp_figure f) {
    char name[64];
    snprintf(name, sizeof name, "%s_%s", key, e->has_mm ? "mm" : "spacings");
    json_object_set_new(object, name, figure(f, e->has_mm ? 1 : 1 / e->spacing));
}

static json_t *lines_json(const scalp_evenness *e) {
    json_t *list = json_array();
    for (int kind = 0; kind < SCALP_UNEVEN_COUNT; kind++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "kind",
                                              scalp_uneven_name((scalp_uneven_kind)kind), "grade",
                                              scalp_grade_name(e->lines[kind].grade), "text",
                                              e->lines[kind].text));
    return list;
}

static json_t *spots_json(const cli_inspection *it) {
    const scalp_evenness *e = it->evenness;
    json_t *list = json_array();
    for (size_t i = 0; i < e->spot_count; i++) {
        const scalp_uneven_spot *s = &e->spots[i];
        const scalp_vec2 px = scalp_flat_to_px(&it->flat, s->place);
        json_t *object = json_pack("{s:s, s:s}", "kind", scalp_uneven_name(s->kind), "grade",
                                   scalp_grade_name(s->grade));
        json_object_set_new(object, "x_px", number(px.x));
        json_object_set_new(object, "y_px", number(px.y));
        if (e->has_mm) {
            json_object_set_new(object, "x_mm", number(s->place.x));
            json_object_set_new(object, "y_mm", number(s->place.y));
        }
        set_length(object, "size", e, s->size);
        set_length(object, "length", e, s->length);
        json_object_set_new(object, "relative", number(s->relative));
        json_object_set_new(object, "chance", json_real(s->chance));
        json_object_set_new(object, "at_edge", json_boolean(s->at_edge));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *pairs_json(const scalp_evenness *e) {
    json_t *g = json_array(), *l = json_array(), *object = json_object();
    for (int k = 0; k < SCALP_EVENNESS_G; k++) {
        json_t *row = figure(e->g[k], 1);
        json_object_set_new(row, "r_spacings", number(0.05 * (k + 1)));
        json_array_append_new(g, row);
    }
    for (int k = 0; k < SCALP_EVENNESS_L; k++) {
        json_t *row = json_object();
        json_object_set_new(row, e->has_mm ? "r_mm" : "r_spacings", number(k + 2));
        set_length_figure(row, "l_minus_r", e, e->l[k]);
        json_array_append_new(l, row);
    }
    json_object_set_new(object, "hard_core_spacings", number(e->hard_core));
    json_object_set_new(object, "first_peak_spacings", number(e->first_peak));
    json_object_set_new(object, "first_peak", number(e->first_peak_g));
    json_object_set_new(object, "at_two_spacings", figure(e->g[39], 1));
    json_object_set_new(object, "like_random_p", number(e->like_random));
    json_object_set_new(object, "like_good_layout_p", number(e->like_good));
    json_object_set_new(object, "g", g);
    json_object_set_new(object, "ripley", l);
    return object;
}

static json_t *spread_json(const scalp_evenness_spread *s) {
    json_t *object = json_object();
    json_object_set_new(object, "count", json_integer((json_int_t)s->count));
    if (s->count == 0)
        return object;
    json_object_set_new(object, "median", figure(s->median, 1));
    json_object_set_new(object, "quartile_low", figure(s->quartile_low, 1));
    json_object_set_new(object, "quartile_high", figure(s->quartile_high, 1));
    json_object_set_new(object, "cv", figure(s->cv, 1));
    json_object_set_new(object, "trend", figure(s->trend, 1));
    json_object_set_new(object, "trend_deg", number(s->trend_deg));
    json_object_set_new(object, "outliers", json_integer((json_int_t)s->outliers));
    json_object_set_new(object, "second_over_first",
                        s->second > 0 ? number(s->second) : json_null());
    json_object_set_new(object, "second_share", number(s->second_share));
    return object;
}

static void set_counts(json_t *object, const scalp_evenness *e) {
    json_t *unseen = json_object();
    json_object_set_new(object, "dots", json_integer((json_int_t)e->dots));
    json_object_set_new(object, "merged", json_integer((json_int_t)e->merged));
    json_object_set_new(object, "hairs", json_integer((json_int_t)e->hairs));
    json_object_set_new(object, "left_out", json_integer((json_int_t)e->left_out));
    json_object_set_new(object, "seen_share", number(e->seen_share));
    if (!e->has_mm) {
        json_decref(unseen);
        return;
    }
    json_object_set_new(object, "area_cm2", number(e->area / 100));
    json_object_set_new(object, "untreated_cm2", number(e->untreated / 100));
    for (int why = 1; why < SCALP_UNSEEN_COUNT; why++)
        json_object_set_new(unseen, scalp_unseen_name((scalp_unseen)why),
                            number(e->unseen[why] / 100));
    json_object_set_new(object, "unseen_cm2", unseen);
    json_object_set_new(object, "density_per_cm2", figure(e->density, 100));
    json_object_set_new(object, "spacing_mm", number(e->spacing));
}

static void set_figures(json_t *object, const scalp_evenness *e) {
    if (isfinite(e->over_wanted.value))
        json_object_set_new(object, "over_wanted", figure(e->over_wanted, 1));
    set_length_figure(object, "nearest_mean", e, e->nearest_mean);
    set_length(object, "nearest_least", e, e->nearest_least);
    json_object_set_new(object, "nearest_cv", figure(e->nearest_cv, 1));
    json_object_set_new(object, "doubles", json_integer((json_int_t)e->doubles));
    json_object_set_new(object, "touching_share", number(e->touching_share));
    json_object_set_new(object, "clark_evans", figure(e->clark_evans, 1));
    json_object_set_new(object, "local_cv", figure(e->local_cv, 1));
    json_object_set_new(object, "dispersion", figure(e->dispersion, 1));
    json_object_set_new(object, "ratio_5_95", figure(e->ratio_5_95, 1));
    json_object_set_new(object, "voronoi_cv", figure(e->voronoi_cv, 1));
    set_length(object, "largest_bare", e, e->largest_bare);
    set_length(object, "largest_bare_usual_low", e, e->largest_bare_low);
    set_length(object, "largest_bare_usual_high", e, e->largest_bare_high);
    json_object_set_new(object, "rows_strength", number(e->rows_strength));
    json_object_set_new(object, "rows_deg", number(e->rows_deg));
    json_object_set_new(object, "pairs", pairs_json(e));
    json_object_set_new(object, e->has_mm ? "diameter_mm" : "diameter_px",
                        spread_json(&e->diameter));
    json_object_set_new(object, "darkness", spread_json(&e->darkness));
}

json_t *cli_inspect_even_json(const cli_inspection *it) {
    const scalp_evenness *e = it->evenness;
    json_t *object;
    if (!e)
        return json_null();
    object = json_pack("{s:b, s:s, s:s}", "judged", e->judged, "grade", scalp_grade_name(e->grade),
                       "intervals", "95 %, bootstrap over blocks of skin");
    set_counts(object, e);
    json_object_set_new(object, "findings", lines_json(e));
    if (e->judged) {
        json_object_set_new(object, "spots", spots_json(it));
        set_figures(object, e);
    }
    return object;
}
