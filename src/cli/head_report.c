/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "head_scan.h"

#include <math.h>

enum { holes_shown = 8, holes_listed = 100 };

static const char *const formats[] = {"OBJ", "PLY", "STL", "GLB"};

static const char *look_name(const scalp_mesh_look *look) {
    return look->texture.size ? "texture" : look->rgba ? "vertices" : "none";
}

static size_t closed_holes(const cli_scan *scan) {
    size_t closed = 0;
    for (size_t i = 0; i < scan->cleaned.defects.hole_count; i++)
        closed += scan->cleaned.defects.holes[i].closed;
    return closed;
}

/* To a thousandth: more would be noise. */
static double rounded(double value) {
    return floor(value * 1000 + 0.5) / 1000;
}

/* ---- Text -------------------------------------------------------------------------------- */

static void show_count(FILE *to, size_t count, const char *what, const char *mended) {
    if (count)
        fprintf(to, "  %-10zu %s%s\n", count, what, mended);
}

static void show_defects(const cli_scan *scan, FILE *to) {
    const scalp_mesh_defects *d = &scan->cleaned.defects;
    const size_t closed = closed_holes(scan);
    fputs("Found:\n", to);
    if (d->parts == 1)
        fputs("  1          part\n", to);
    show_count(to, d->parts > 1 ? d->parts : 0, "parts", "; the largest was kept");
    show_count(to, d->other_faces, "faces of other parts", "; left out");
    show_count(to, d->welded_vertices, "vertices on another one", "; welded");
    show_count(to, d->unused_vertices, "vertices of no face", "; left out");
    show_count(to, d->collapsed_faces, "collapsed faces", "; left out");
    show_count(to, d->duplicate_faces, "faces that were there before", "; left out");
    show_count(to, d->branching_edges, "edges of more than two faces", "; cut open");
    show_count(to, d->pinched_vertices, "points where only tips touch", "; cut open");
    show_count(to, d->one_sided_edges, "edges without an outside", "; cut open");
    show_count(to, d->flipped_faces, "flipped faces", "; turned outwards");
    fprintf(to, "  %-10zu hole%s%s", d->hole_count, d->hole_count == 1 ? "" : "s",
            d->hole_count ? ":" : "\n");
    for (size_t i = 0; i < d->hole_count && i < holes_shown; i++)
        fprintf(to, "%s %.0f mm round%s", i ? "," : "", d->holes[i].rim_mm,
                d->holes[i].closed ? " (closed)" : "");
    if (d->hole_count)
        fprintf(to, "%s\n", d->hole_count > holes_shown ? ", and smaller ones" : "");
    if (d->hole_count > holes_shown)
        fprintf(to, "  %-10zu of them closed\n", closed);
}

static double all_cm2(const cli_scan *scan) {
    double sum = 0;
    for (int zone = SCALP_ZONE_NONE + 1; zone < SCALP_ZONE_COUNT; zone++)
        sum += scan->design.area_cm2[zone];
    return sum;
}

static void show_placing(cli_job *job, const cli_scan *scan, FILE *to) {
    const scalp_registered *m = &scan->made;
    char text[600];
    if (!cli_given(job, "sex"))
        cli_wrap(to,
                 "Whose head it is was not said: a man's is taken. --sex female draws a "
                 "woman's hairline.",
                 0, 0);
    if (scan->find)
        snprintf(text, sizeof text,
                 "No landmarks were picked: face and scalp lie %.1f mm (RMS) from the standard "
                 "head's, the next best way of standing %.1f. Landmarks make the borders "
                 "surer.",
                 m->surface_mm, m->next_mm);
    else
        snprintf(text, sizeof text,
                 "The scalp lies %.1f mm, the landmarks %.1f mm (RMS) from the standard head.",
                 m->standard_rms_mm, m->landmarks_mm);
    cli_wrap(to, text, 0, 0);
    snprintf(text, sizeof text,
             "Drawn onto the scan, the standard head lies %.2f mm (RMS) from it; %.0f %% of the "
             "scalp is there%s. +- is one standard deviation: the scan's scale to 1 %%, borders "
             "to %.1f mm.",
             m->rms_mm, 100 * m->scalp_met, m->scalp_met < 0.995 ? ", the rest is modelled" : "",
             m->border_mm);
    cli_wrap(to, text, 0, 0);
}

static void show_zones(cli_job *job, const cli_scan *scan, FILE *to) {
    if (!scan->style) {
        char text[500];
        snprintf(text, sizeof text,
                 "Zones need landmarks: give them with --landmarks FILE, or let the head be "
                 "found with --landmarks auto. %s",
                 scan->why_not);
        cli_wrap(to, text, 0, 0);
        return;
    }
    fprintf(to, "Zones, with the hairline of style %s, %.0f mm above the glabella:\n", scan->style,
            scan->design.hairline_height_mm);
    for (int zone = SCALP_ZONE_NONE + 1; zone < SCALP_ZONE_COUNT; zone++) {
        if (scan->design.area_cm2[zone] > 0)
            fprintf(to, "  %-12s %7.1f +- %-4.1f cm2\n", scalp_zone_name((scalp_zone)zone),
                    scan->design.area_cm2[zone], scan->sd_cm2[zone]);
    }
    fprintf(to, "  %-12s %7.1f +- %-4.1f cm2\n", "scalp", all_cm2(scan),
            scan->sd_cm2[SCALP_ZONE_NONE]);
    show_placing(job, scan, to);
}

static void show_text(cli_job *job, const cli_scan *scan) {
    FILE *to = job->out;
    const scalp_vec3 d = scalp_vec3_sub(scan->size.high, scan->size.low);
    const scalp_mesh *mesh = &scan->cleaned.mesh;
    fprintf(to, "%s, %zu vertices, %zu faces, colours: %s\n", formats[scan->file.format],
            scan->vertices, scan->faces, look_name(&scan->file.look));
    if (scan->file.left_out)
        fprintf(to, "%s\n", scan->file.left_out);
    fprintf(to, "Unit           %s. %s\n", scalp_length_unit_name(scan->unit), scan->unit_reason);
    fprintf(to, "Box            %.1f x %.1f x %.1f mm\n", d.x, d.y, d.z);
    fprintf(to, "Length         %.1f mm%s\n", scan->size.length_mm,
            scan->size.z_up ? " (standing along z)" : "");
    fprintf(to, "Breadth        %.1f mm\n", scan->size.breadth_mm);
    fprintf(to, "Circumference  %.1f mm\n", scan->size.circumference_mm);
    fprintf(to, "Area           %.1f cm2\n", scan->cleaned.area_mm2 / 100);
    show_defects(scan, to);
    show_zones(job, scan, to);
    fprintf(to, "Cleaned: %zu vertices, %zu faces", mesh->vertex_count, mesh->face_count);
    if (scan->decimated_from)
        fprintf(to, ", decimated from %zu", scan->decimated_from);
    fputs("\n", to);
}

/* ---- JSON -------------------------------------------------------------------------------- */

static json_t *vector_json(scalp_vec3 v) {
    return json_pack("[f,f,f]", rounded(v.x), rounded(v.y), rounded(v.z));
}

static json_t *holes_json(const scalp_mesh_defects *d) {
    json_t *list = json_array();
    for (size_t i = 0; i < d->hole_count && i < holes_listed; i++)
        json_array_append_new(
            list, json_pack("{s:f, s:I, s:o, s:b}", "rim_mm", rounded(d->holes[i].rim_mm), "edges",
                            (json_int_t)d->holes[i].edges, "middle_mm",
                            vector_json(d->holes[i].middle), "closed", (int)d->holes[i].closed));
    return list;
}

static void add_defects(json_t *root, const scalp_mesh_defects *d) {
    const struct {
        const char *name;
        size_t count;
    } counts[] = {
        {"holes", d->hole_count},
        {"open_edges", d->open_edges},
        {"parts", d->parts},
        {"faces_of_other_parts", d->other_faces},
        {"welded_vertices", d->welded_vertices},
        {"unused_vertices", d->unused_vertices},
        {"collapsed_faces", d->collapsed_faces},
        {"duplicate_faces", d->duplicate_faces},
        {"nonmanifold_edges", d->branching_edges},
        {"nonmanifold_vertices", d->pinched_vertices},
        {"one_sided_edges", d->one_sided_edges},
        {"flipped_faces", d->flipped_faces},
    };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        json_object_set_new(root, counts[i].name, json_integer((json_int_t)counts[i].count));
    json_object_set_new(root, "hole_list", holes_json(d));
}

/* Where the landmarks lie on the scan as it was read, mm. */
static json_t *landmarks_json(const scalp_registered *m) {
    json_t *places = json_object();
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        const scalp_vec3 p = scalp_mat3_apply_transposed(
            &m->rotation, scalp_vec3_sub(m->head.landmarks[i], m->shift));
        json_object_set_new(places, scalp_landmark_name((scalp_landmark)i), vector_json(p));
    }
    return places;
}

/* The pose takes a point p of the scan, in mm, to rotation p + translation_mm. */
static json_t *frame_json(const cli_scan *scan) {
    const scalp_registered *m = &scan->made;
    json_t *rows = json_array();
    for (int i = 0; i < 3; i++)
        json_array_append_new(rows, json_pack("[f,f,f]", m->rotation.m[i][0], m->rotation.m[i][1],
                                              m->rotation.m[i][2]));
    json_t *frame =
        json_pack("{s:o, s:o, s:s, s:f, s:f, s:f, s:f}", "rotation", rows, "translation_mm",
                  vector_json(m->shift), "landmarks", scan->find ? "found" : "picked",
                  "scalp_rms_mm", rounded(m->standard_rms_mm), "drawn_rms_mm", rounded(m->rms_mm),
                  "scalp_on_scan", rounded(m->scalp_met), "border_sd_mm", rounded(m->border_mm));
    if (scan->find) {
        json_object_set_new(frame, "surface_rms_mm", json_real(rounded(m->surface_mm)));
        json_object_set_new(frame, "next_rms_mm", json_real(rounded(m->next_mm)));
        json_object_set_new(frame, "landmarks_mm", landmarks_json(m));
    } else {
        json_object_set_new(frame, "landmarks_rms_mm", json_real(rounded(m->landmarks_mm)));
    }
    return frame;
}

static void add_zones(cli_job *job, json_t *root, const cli_scan *scan) {
    if (scan->placed)
        json_object_set_new(root, "frame", frame_json(scan));
    if (!scan->style) {
        json_object_set_new(root, "zones_cm2", json_null());
        json_object_set_new(root, "zones_need", json_string("landmarks"));
        json_object_set_new(root, "zones_why", json_string(scan->why_not));
        return;
    }
    json_t *zones = json_object(), *sds = json_object();
    for (int zone = SCALP_ZONE_NONE + 1; zone <= SCALP_ZONE_NAPE; zone++) {
        const char *name = scalp_zone_name((scalp_zone)zone);
        json_object_set_new(zones, name, json_real(rounded(scan->design.area_cm2[zone])));
        json_object_set_new(sds, name, json_real(rounded(scan->sd_cm2[zone])));
    }
    json_object_set_new(root, "zones_cm2", zones);
    json_object_set_new(root, "zones_sd_cm2", sds);
    json_object_set_new(root, "scalp_cm2", json_real(rounded(all_cm2(scan))));
    json_object_set_new(root, "scalp_sd_cm2", json_real(rounded(scan->sd_cm2[SCALP_ZONE_NONE])));
    json_object_set_new(root, "sex", json_string(scan->sex));
    json_object_set_new(root, "sex_given", json_boolean(cli_given(job, "sex")));
    json_object_set_new(root, "style", json_string(scan->style));
    json_object_set_new(root, "hairline_height_mm",
                        json_real(rounded(scan->design.hairline_height_mm)));
}

static json_t *scan_json(cli_job *job, const cli_scan *scan) {
    const scalp_mesh *mesh = &scan->cleaned.mesh;
    json_t *root =
        json_pack("{s:s, s:s, s:s, s:s, s:I, s:I, s:s, s:o}", "version", SCALP_VERSION, "format",
                  formats[scan->file.format], "unit", scalp_length_unit_name(scan->unit),
                  "unit_reason", scan->unit_reason, "vertices", (json_int_t)scan->vertices, "faces",
                  (json_int_t)scan->faces, "colours", look_name(&scan->file.look), "box_mm",
                  vector_json(scalp_vec3_sub(scan->size.high, scan->size.low)));
    json_object_set_new(root, "length_mm", json_real(rounded(scan->size.length_mm)));
    json_object_set_new(root, "breadth_mm", json_real(rounded(scan->size.breadth_mm)));
    json_object_set_new(root, "circumference_mm", json_real(rounded(scan->size.circumference_mm)));
    json_object_set_new(root, "area_cm2", json_real(rounded(scan->cleaned.area_mm2 / 100)));
    add_defects(root, &scan->cleaned.defects);
    add_zones(job, root, scan);
    json_object_set_new(root, "cleaned",
                        json_pack("{s:I, s:I, s:f, s:I}", "vertices",
                                  (json_int_t)mesh->vertex_count, "faces",
                                  (json_int_t)mesh->face_count, "area_cm2",
                                  rounded(scalp_mesh_area_mm2(mesh) / 100), "closed_holes",
                                  (json_int_t)closed_holes(scan)));
    if (scan->file.left_out)
        json_object_set_new(root, "left_out", json_string(scan->file.left_out));
    return root;
}

void cli_scan_report(cli_job *job, const cli_scan *scan) {
    if (cli_given(job, "json")) {
        job->json = scan_json(job, scan);
        cli_json_written(job, job->json);
    } else {
        show_text(job, scan);
    }
}
