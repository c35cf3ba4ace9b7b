/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit_text.h"
#include "json_out.h"

#include <math.h>

/* ---- Rounding ------------------------------------------------------------------------------ */

static scalp_camera round_camera(const scalp_camera *from) {
    scalp_camera camera = *from;
    camera.focal_px = scalp_fit_round6(from->focal_px);
    camera.centre_x = scalp_fit_round6(from->centre_x);
    camera.centre_y = scalp_fit_round6(from->centre_y);
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++)
            camera.rotation.m[i][j] = scalp_fit_round6(from->rotation.m[i][j]);
    }
    camera.translation =
        (scalp_vec3){scalp_fit_round6(from->translation.x), scalp_fit_round6(from->translation.y),
                     scalp_fit_round6(from->translation.z)};
    return camera;
}

static scalp_view_fit round_view(const scalp_view_fit *from) {
    scalp_view_fit view = *from;
    view.camera = round_camera(&from->camera);
    view.px_per_mm = scalp_fit_round6(from->px_per_mm);
    view.px_per_mm_sd = scalp_fit_round6(from->px_per_mm_sd);
    view.rms_px = scalp_fit_round6(from->rms_px);
    view.rms_mm = scalp_fit_round6(from->rms_mm);
    view.unshaped_rms_mm = 0; /* judged when the fit is made; no file keeps it */
    view.rotation_sd_deg = scalp_fit_round6(from->rotation_sd_deg);
    view.outline_seen_mm = scalp_fit_round6(from->outline_seen_mm);
    view.outline_rms_mm = scalp_fit_round6(from->outline_rms_mm);
    view.outline_max_mm = scalp_fit_round6(from->outline_max_mm);
    for (int k = 0; k < SCALP_LANDMARK_COUNT; k++)
        view.residual_px[k] = scalp_fit_round6(from->residual_px[k]);
    return view;
}

/* What was entered stays as it was entered; the head meets it only within its own tolerance. */
static double round_measure(double entered, double fitted) {
    return scalp_fit_round6(entered > 0 ? entered : fitted);
}

static scalp_head_measures round_measures(const scalp_head_measures *entered,
                                          const scalp_head_measures *fitted) {
    return (scalp_head_measures){
        round_measure(entered->length_mm, fitted->length_mm),
        round_measure(entered->breadth_mm, fitted->breadth_mm),
        round_measure(entered->circumference_mm, fitted->circumference_mm),
        round_measure(entered->tragion_vertex_mm, fitted->tragion_vertex_mm),
    };
}

static scalp_head_form round_form(const scalp_head_form *from) {
    scalp_head_form form = *from;
    for (int k = 0; k < SCALP_HEAD_MODES; k++)
        form.modes[k] = scalp_fit_round6(from->modes[k]);
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        const scalp_vec3 p = from->offsets[i];
        form.offsets[i] =
            (scalp_vec3){scalp_fit_round6(p.x), scalp_fit_round6(p.y), scalp_fit_round6(p.z)};
    }
    return form;
}

scalp_status scalp_codec_fit_round(const scalp_case *document, scalp_fit *fit,
                                   const scalp_work *work, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, fit->view_count, sizeof(scalp_view_fit), &memory, error));
    scalp_view_fit *views = memory;
    for (size_t i = 0; i < fit->view_count; i++)
        views[i] = round_view(&fit->views[i]);
    scalp_fit rounded = {.view_count = fit->view_count, .views = views};
    static const scalp_head_measures none;
    rounded.measures =
        round_measures(scalp_case_has_scan(document) ? &none : &document->measures, &fit->measures);
    rounded.form = round_form(&fit->form);
    rounded.head = fit->head;
    if (!scalp_case_has_scan(document))
        SCALP_TRY(scalp_head_make_own(&rounded.measures, &rounded.form, document->sex, work,
                                      &rounded.head, error));
    *fit = rounded;
    return SCALP_OK;
}

/* ---- Writing ------------------------------------------------------------------------------- */

/* A scan is measured, whatever was entered beside it. */
static void write_measure(scalp_json_out *out, const char *key, double mm, double given,
                          bool scanned) {
    scalp_json_out_object(out, key);
    scalp_json_out_figure(out, "mm", mm);
    scalp_json_out_text(out, "kind", scanned ? "measured" : given > 0 ? "entered" : "modelled");
    scalp_json_out_end(out, '}');
}

static void write_form(scalp_json_out *out, const scalp_head_form *form) {
    bool any = false;
    for (int k = 0; k < SCALP_HEAD_MODES; k++)
        any = any || fabs(form->modes[k]) > 0;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
        any = any || scalp_vec3_length(form->offsets[i]) > 0;
    if (!any)
        return;
    scalp_json_out_object(out, "form");
    scalp_json_out_object(out, "modes_sd");
    for (size_t k = 0; k < SCALP_HEAD_MODES; k++)
        scalp_json_out_figure(out, scalp_head_mode_name(k), form->modes[k]);
    scalp_json_out_end(out, '}');
    scalp_json_out_object(out, "offsets_mm");
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        const scalp_vec3 p = form->offsets[i];
        if (scalp_vec3_length(p) > 0)
            scalp_json_out_numbers(out, scalp_landmark_name((scalp_landmark)i),
                                   (const double[]){p.x, p.y, p.z}, 3);
    }
    scalp_json_out_end(out, '}');
    scalp_json_out_end(out, '}');
}

static void write_head(scalp_json_out *out, const scalp_case *document, const scalp_fit *fit) {
    const scalp_head_measures *is = &fit->measures, *given = &document->measures;
    const bool scanned = scalp_case_has_scan(document);
    char hex[SCALP_FINGERPRINT_HEX];
    scalp_fit_fingerprint(&fit->head, hex);
    scalp_json_out_object(out, "head");
    write_measure(out, "length", is->length_mm, given->length_mm, scanned);
    write_measure(out, "breadth", is->breadth_mm, given->breadth_mm, scanned);
    write_measure(out, "circumference", is->circumference_mm, given->circumference_mm, scanned);
    write_measure(out, "tragion_vertex", is->tragion_vertex_mm, given->tragion_vertex_mm, scanned);
    write_form(out, &fit->form);
    scalp_json_out_text(out, "fingerprint", hex);
    scalp_json_out_end(out, '}');
}

static void write_rows(scalp_json_out *out, const char *key, const scalp_mat3 *m) {
    scalp_json_out_list(out, key);
    for (int i = 0; i < 3; i++) {
        scalp_json_out_row(out, NULL);
        for (int j = 0; j < 3; j++)
            scalp_json_out_figure(out, NULL, m->m[i][j]);
        scalp_json_out_end(out, ']');
    }
    scalp_json_out_end(out, ']');
}

static void write_camera(scalp_json_out *out, const scalp_camera *camera) {
    const scalp_mat3 k = {{{camera->focal_px, 0, camera->centre_x},
                           {0, camera->focal_px, camera->centre_y},
                           {0, 0, 1}}};
    write_rows(out, "K", &k);
    write_rows(out, "R", &camera->rotation);
    scalp_json_out_row(out, "t");
    scalp_json_out_figure(out, NULL, camera->translation.x);
    scalp_json_out_figure(out, NULL, camera->translation.y);
    scalp_json_out_figure(out, NULL, camera->translation.z);
    scalp_json_out_end(out, ']');
}

static const char *kind_of_focal(scalp_focal_source source) {
    return source == SCALP_FOCAL_GIVEN     ? "entered"
           : source == SCALP_FOCAL_ASSUMED ? "modelled"
                                           : "measured";
}

/* A length laid in the picture is a measurement; iris, head and population are models of one. */
static const char *kind_of_scale(scalp_scale_source source) {
    return source == SCALP_SCALE_LENGTH ? "measured" : "modelled";
}

static void write_quality(scalp_json_out *out, const scalp_view_fit *view) {
    scalp_json_out_object(out, "focal");
    scalp_json_out_text(out, "source", scalp_fit_focal_name((int)view->focal_source));
    scalp_json_out_text(out, "kind", kind_of_focal(view->focal_source));
    scalp_json_out_end(out, '}');
    scalp_json_out_object(out, "scale");
    scalp_json_out_figure(out, "px_per_mm", view->px_per_mm);
    scalp_json_out_figure(out, "px_per_mm_sd", view->px_per_mm_sd);
    scalp_json_out_text(out, "source", scalp_fit_scale_name((int)view->scale_source));
    scalp_json_out_text(out, "kind", kind_of_scale(view->scale_source));
    scalp_json_out_end(out, '}');
    scalp_json_out_figure(out, "rms_px", view->rms_px);
    scalp_json_out_figure(out, "rms_mm", view->rms_mm);
    scalp_json_out_figure(out, "rotation_sd_deg", view->rotation_sd_deg);
    if (view->outline_seen_mm > 0 || view->outline_refused) {
        scalp_json_out_object(out, "outline");
        scalp_json_out_figure(out, "seen_mm", view->outline_seen_mm);
        scalp_json_out_figure(out, "rms_mm", view->outline_rms_mm);
        scalp_json_out_figure(out, "max_mm", view->outline_max_mm);
        scalp_json_out_word(out, "believed", view->outline_refused ? "false" : "true");
        scalp_json_out_end(out, '}');
    }
    scalp_json_out_object(out, "residuals_px");
    for (int k = 0; k < SCALP_LANDMARK_COUNT; k++) {
        if (view->residual_px[k] >= 0) {
            scalp_json_out_figure(out, scalp_landmark_name((scalp_landmark)k),
                                  view->residual_px[k]);
        }
    }
    scalp_json_out_end(out, '}');
}

static void write_photo(scalp_json_out *out, const scalp_case_photo *photo,
                        const scalp_photo_facts *facts, const scalp_view_fit *view) {
    scalp_json_out_object(out, NULL);
    scalp_json_out_text(out, "id", photo->id);
    scalp_json_out_text(out, "file", photo->file);
    scalp_json_out_text(out, "sha256", facts->sha256);
    scalp_json_out_number(out, "width", facts->width);
    scalp_json_out_number(out, "height", facts->height);
    scalp_json_out_figure(out, "focal_35mm", facts->focal_35mm);
    write_camera(out, &view->camera);
    write_quality(out, view);
    scalp_json_out_end(out, '}');
}

void scalp_json_out_fit(scalp_json_out *out, const scalp_case *document, const scalp_fit *fit,
                        const scalp_photo_facts *facts) {
    write_head(out, document, fit);
    scalp_json_out_list(out, "photos");
    for (size_t i = 0; i < fit->view_count && i < document->photo_count; i++)
        write_photo(out, &document->photos[i], &facts[i], &fit->views[i]);
    scalp_json_out_end(out, ']');
}

scalp_status scalp_codec_fit_write(const scalp_case *document, const scalp_fit *fit,
                                   const scalp_photo_facts *facts, const scalp_work *work,
                                   scalp_bytes *bytes, scalp_error *error) {
    scalp_bytes text;
    SCALP_TRY(scalp_codec_case_write(document, work, &text, error));
    scalp_hash hash = scalp_hash_make();
    char hex[SCALP_HASH_HEX];
    scalp_hash_add(&hash, text.data, text.size);
    scalp_hash_hex(&hash, hex);
    scalp_json_out out = scalp_json_out_make(work, error);
    scalp_json_out_object(&out, NULL);
    scalp_json_out_number(&out, "scalptor_fit", 1);
    scalp_json_out_text(&out, "program", "scalptor " SCALP_VERSION);
    scalp_json_out_text(&out, "case_sha256", hex);
    scalp_json_out_fit(&out, document, fit, facts);
    scalp_json_out_end(&out, '}');
    return scalp_json_out_close(&out, bytes);
}
