/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of the design: areas, hairline, rules, and the pencilled line against it. */
#include "cli.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const cli_option options[] = {
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write the report there as JSON; - is stdout"},
    {.name = "json", .help = "report as JSON"},
};

/* A scale that is wrong moves a line by as much as it lies away from the brow. */
static const double from_brow_mm = 80;

/* What the report is about. */
typedef struct reporting {
    const cli_client *client;
    scalp_fit fit;
    scalp_design design;
    double length_sd, border_sd_mm;
    double zone_sd_cm2[SCALP_ZONE_COUNT];       /* under SCALP_ZONE_NONE: of all together */
    scalp_pencil pencil[SCALP_CASE_MAX_PHOTOS]; /* of the photos that have one */
} reporting;

static bool has_pencil(const reporting *r, size_t photo) {
    return r->client->document.photos[photo].pencil_count > 0;
}

static const char *height_kind(const reporting *r) {
    return r->client->document.hairline_height_mm > 0 ? "entered" : "by the style";
}

/* ---- Text -------------------------------------------------------------------------------- */

static void show_hairline(const reporting *r, FILE *to) {
    const scalp_design *d = &r->design;
    const double more = d->height_mm[1] - d->height_mm[0];
    fprintf(to, "Hairline\n  %-30s %6.1f mm above the glabella (%s)\n", "middle, along the skin",
            d->hairline_height_mm, height_kind(r));
    fprintf(to, "  %-30s %6.1f and %.1f mm, ", "3 cm to the right and left", d->height_mm[0],
            d->height_mm[1]);
    if (fabs(more) < 0.05)
        fputs("alike\n", to);
    else
        fprintf(to, "%.1f mm higher on the %s\n", fabs(more), more > 0 ? "left" : "right");
    fprintf(to, "  %-30s %6.1f mm (RMS)\n", "left against right", d->asymmetry_mm);
    fprintf(to, "  %-30s %6.1f mm (RMS)\n", "wanders by", d->roughness_mm);
    fprintf(to, "  %-30s %6.0f degrees\n", "falls in profile by", d->slope_deg);
    fprintf(to, "  %-30s %6.0f and %.0f degrees\n\n", "angle at the right, left corner",
            d->temple_deg[0], d->temple_deg[1]);
}

static void show_row(FILE *to, const char *name, double cm2, double sd_cm2, double dots) {
    fprintf(to, "  %-16s %8.1f +- %-5.1f %9.0f %10.0f\n", name, cm2, sd_cm2, dots,
            cm2 > 0 ? dots / cm2 : 0);
}

static void show_zones(const reporting *r, FILE *to) {
    const scalp_design *d = &r->design;
    const double sd = 2 * r->length_sd;
    double cm2 = 0, dots = 0;
    fprintf(to, "  %-16s %17s %9s %10s\n", "Zone", "cm2", "Dots", "per cm2");
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
        if (!(d->dots[z] + d->strokes[z] > 0))
            continue;
        show_row(to, scalp_zone_name((scalp_zone)z), d->area_cm2[z], r->zone_sd_cm2[z], d->dots[z]);
        cm2 += d->area_cm2[z];
        dots += d->dots[z];
    }
    show_row(to, "together", cm2, r->zone_sd_cm2[SCALP_ZONE_NONE], dots);
    for (size_t i = 0; i < d->area_count; i++) {
        const scalp_area_result *a = &d->areas[i];
        fprintf(to, "\n  area %s (%s)", a->id, scalp_area_kind_name(a->kind));
        if (a->dots > 0)
            fprintf(to, ": %.1f +- %.1f cm2, %.0f dots", a->area_cm2, a->area_cm2 * sd, a->dots);
        if (a->strokes > 0)
            fprintf(to, ": %.1f +- %.1f cm2, %.0f hair strokes %.2g mm apart", a->area_cm2,
                    a->area_cm2 * sd, a->strokes, a->spacing_mm);
        if (a->spots > 0)
            fprintf(to, " in %zu spots of %.2g mm", a->spots, a->spot_mm);
    }
    fputs(d->area_count ? "\n\n" : "\n", to);
}

static void show_checks(const reporting *r, FILE *to) {
    const scalp_design *d = &r->design;
    for (size_t i = 0; i < d->check_count; i++) {
        const scalp_check *c = &d->checks[i];
        char text[600];
        const char *reason = scalp_case_reason(&r->client->document, c->id);
        snprintf(text, sizeof text, "%s (%s): %s Source: %s.", scalp_severity_name(c->severity),
                 c->id, c->message, c->source);
        cli_wrap(to, text, 0, 2);
        if (reason[0]) {
            snprintf(text, sizeof text, "Reason given: %s", reason);
            fputs("  ", to);
            cli_wrap(to, text, 2, 2);
        }
    }
    if (d->check_count == 0)
        fputs("No rule speaks against this design.\n", to);
}

static void show_side(FILE *to, const char *side, bool has, double mm) {
    if (has)
        fprintf(to, "  %s side: %.1f mm %s it on average\n", side, fabs(mm),
                mm >= 0 ? "behind" : "ahead of");
}

static void show_pencil(const reporting *r, FILE *to) {
    for (size_t i = 0; i < r->client->document.photo_count; i++) {
        const scalp_pencil *p = &r->pencil[i];
        char text[400];
        if (!has_pencil(r, i))
            continue;
        snprintf(text, sizeof text,
                 "Pencilled line in photo %s, %.0f mm long, against the plan's: %.1f mm apart on "
                 "average, %.1f at most (+- %.1f)",
                 r->client->document.photos[i].id, p->length_mm, p->mean_mm, p->max_mm,
                 r->length_sd * from_brow_mm);
        fputc('\n', to);
        cli_wrap(to, text, 0, 2);
        show_side(to, "right", p->has_side[0], p->side_mm[0]);
        show_side(to, "left", p->has_side[1], p->side_mm[1]);
    }
}

static void show(const reporting *r, FILE *to) {
    const scalp_case *c = &r->client->document;
    fprintf(to, "Design: style %s, %.0f dots per cm2\n\n", c->style, c->density_per_cm2);
    if (r->design.treats_scalp)
        show_hairline(r, to);
    show_zones(r, to);
    show_checks(r, to);
    show_pencil(r, to);
    cli_wrap(to, "Areas and lengths are modelled on the fitted head; +- is one standard deviation.",
             0, 0);
}

/* ---- JSON -------------------------------------------------------------------------------- */

static double rounded(double x) {
    return floor(x * 1000 + 0.5) / 1000;
}

static json_t *json_hairline(const reporting *r) {
    const scalp_design *d = &r->design;
    return json_pack("{s:f, s:s, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:f}", "height_mm",
                     rounded(d->hairline_height_mm), "height_kind", height_kind(r),
                     "height_right_mm", rounded(d->height_mm[0]), "height_left_mm",
                     rounded(d->height_mm[1]), "left_higher_mm",
                     rounded(d->height_mm[1] - d->height_mm[0]), "asymmetry_mm",
                     rounded(d->asymmetry_mm), "roughness_mm", rounded(d->roughness_mm),
                     "slope_deg", rounded(d->slope_deg), "temple_right_deg",
                     rounded(d->temple_deg[0]), "temple_left_deg", rounded(d->temple_deg[1]));
}

static json_t *json_zones(const reporting *r) {
    const scalp_design *d = &r->design;
    json_t *list = json_array();
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
        if (d->dots[z] + d->strokes[z] > 0)
            json_array_append_new(
                list, json_pack("{s:s, s:f, s:f, s:f, s:f}", "zone", scalp_zone_name((scalp_zone)z),
                                "area_cm2", rounded(d->area_cm2[z]), "area_sd_cm2",
                                rounded(r->zone_sd_cm2[z]), "dots", rounded(d->dots[z]), "strokes",
                                rounded(d->strokes[z])));
    }
    return list;
}

static json_t *json_areas(const reporting *r) {
    json_t *list = json_array();
    for (size_t i = 0; i < r->design.area_count; i++) {
        const scalp_area_result *a = &r->design.areas[i];
        json_t *one = json_pack("{s:s, s:s, s:f, s:f, s:f}", "id", a->id, "kind",
                                scalp_area_kind_name(a->kind), "area_cm2", rounded(a->area_cm2),
                                "area_sd_cm2", rounded(2 * r->length_sd * a->area_cm2), "dots",
                                rounded(a->dots));
        if (a->spots > 0) {
            json_object_set_new(one, "spots", json_integer((json_int_t)a->spots));
            json_object_set_new(one, "spot_mm", json_real(rounded(a->spot_mm)));
        }
        if (a->strokes > 0)
            json_object_set_new(one, "strokes", json_real(rounded(a->strokes)));
        json_array_append_new(list, one);
    }
    return list;
}

static json_t *json_checks(const reporting *r) {
    json_t *list = json_array();
    for (size_t i = 0; i < r->design.check_count; i++) {
        const scalp_check *c = &r->design.checks[i];
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:s, s:s, s:b, s:s}", "id", c->id, "severity",
                                        scalp_severity_name(c->severity), "message", c->message,
                                        "source", c->source, "needs_reason", c->needs_reason,
                                        "reason", scalp_case_reason(&r->client->document, c->id)));
    }
    return list;
}

static json_t *json_pencil(const reporting *r) {
    json_t *list = json_array();
    for (size_t i = 0; i < r->client->document.photo_count; i++) {
        const scalp_pencil *p = &r->pencil[i];
        if (!has_pencil(r, i))
            continue;
        json_t *one = json_pack("{s:s, s:f, s:f, s:f}", "photo", r->client->document.photos[i].id,
                                "length_mm", rounded(p->length_mm), "mean_mm", rounded(p->mean_mm),
                                "max_mm", rounded(p->max_mm));
        for (int k = 0; k < 2; k++)
            if (p->has_side[k])
                json_object_set_new(one, k ? "left_behind_mm" : "right_behind_mm",
                                    json_real(rounded(p->side_mm[k])));
        json_array_append_new(list, one);
    }
    return list;
}

static json_t *report(const reporting *r) {
    json_t *all = json_pack("{s:s, s:f, s:f, s:o, s:o, s:o, s:o, s:s}", "style",
                            r->client->document.style, "length_sd", r->length_sd, "border_sd_mm",
                            r->border_sd_mm, "zones", json_zones(r), "areas", json_areas(r),
                            "checks", json_checks(r), "pencil", json_pencil(r), "kind", "modelled");
    if (r->design.treats_scalp)
        json_object_set_new(all, "hairline", json_hairline(r));
    return all;
}

/* ---- The command ------------------------------------------------------------------------- */

static scalp_status write_report(cli_job *job, const char *path, const reporting *r,
                                 scalp_error *error) {
    json_t *all = report(r);
    char *text = json_dumps(all, JSON_INDENT(2) | JSON_REAL_PRECISION(10));
    scalp_status status = SCALP_ERR_MEMORY;
    if (text) {
        const size_t size = strlen(text);
        text[size] = '\n'; /* in place of the end, which the bytes do not need */
        status = cli_write(job, path, (scalp_bytes){(const uint8_t *)text, size + 1}, error);
    }
    free(text);
    json_decref(all);
    return status;
}

static scalp_status measure(cli_job *job, cli_client *client, reporting *r, scalp_error *error) {
    r->client = client;
    SCALP_TRY(cli_fit_make(job, client, &r->fit, error));
    SCALP_TRY(cli_design_make(job, client, &r->fit, &r->design, error));
    r->length_sd = scalp_case_length_sd(&client->document, &r->fit);
    r->border_sd_mm = scalp_case_border_sd_mm(&client->document, &r->fit);
    const scalp_area_doubt doubt = {.length_sd = r->length_sd, .border_mm = r->border_sd_mm};
    SCALP_TRY(scalp_design_area_sd(&r->design, &doubt, &job->work, r->zone_sd_cm2, error));
    for (size_t i = 0; i < client->document.photo_count; i++) {
        if (has_pencil(r, i))
            SCALP_TRY(scalp_case_pencil(&client->document, &r->fit, i, &r->design, &job->work,
                                        &r->pencil[i], error));
    }
    return SCALP_OK;
}

static scalp_status run(cli_job *job, scalp_error *error) {
    cli_client *client;
    void *place;
    const char *output = cli_text(job, "output", NULL);
    SCALP_TRY(cli_client_read(job, job->operands[0], &client, error));
    SCALP_TRY(cli_client_photos(job, client, error));
    SCALP_TRY(cli_output_check(job, output, error));
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(reporting), &place, error));
    reporting *r = place;
    SCALP_TRY(measure(job, client, r, error));
    if (output)
        SCALP_TRY(write_report(job, output, r, error));
    if (cli_given(job, "json"))
        job->json = report(r);
    else if (!output)
        show(r, job->out);
    return scalp_case_reasons_check(&client->document, &r->design, error);
}

const cli_command cli_design = {
    .name = "design",
    .operands = "CASE",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "report areas and hairline, and hold them to the rules",
    .about = "Reports the design of a case: cm2 and dots per zone and area, the hairline's height, "
             "its left against its right, every rule that speaks against it with its source, and "
             "a line pencilled in a photo against the planned one. Exit code 1: a rule needs a "
             "reason that the case does not give.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
