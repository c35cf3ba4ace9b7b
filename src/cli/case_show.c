/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

static const cli_option options[] = {
    {.name = "json", .help = "show the whole document, every field written out"},
};

/* "  head        text" */
SCALP_PRINTF(3, 4)
static void line(FILE *to, const char *head, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(to, "%-11s ", head);
    vfprintf(to, format, arguments);
    fputc('\n', to);
    va_end(arguments);
}

static void show_client(const scalp_case *c, FILE *to) {
    char age[32] = "age not given";
    if (c->age_years > 0)
        snprintf(age, sizeof age, "%g years", c->age_years);
    line(to, "Client", "%s, %s%s%s", c->sex[0] ? c->sex : "sex not given", age,
         strcmp(c->smoker, "yes") == 0 ? ", smokes" : "",
         strcmp(c->way_of_life, "demanding") == 0 ? ", a way of life demanding on the skin" : "");
    line(to, "Skin", "ITA %g degrees, %s, %s sun", c->ita_deg, c->oiliness, c->sun);
    line(to, "Hair", "%s, %g %% grey, worn at %g mm", c->hair_colour, c->grey_percent,
         c->worn_length_mm);
    line(to, "Loss", "%s %s", c->loss_scale, c->loss_stage);
}

static void show_head(const scalp_case *c, FILE *to) {
    const struct {
        const char *name;
        double mm;
    } measures[] = {{"length", c->measures.length_mm},
                    {"breadth", c->measures.breadth_mm},
                    {"circumference", c->measures.circumference_mm},
                    {"tragion-vertex", c->measures.tragion_vertex_mm}};
    size_t given = 0;
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        given += measures[i].mm > 0;
    line(to, "Head", "%s%s", c->head_source, given ? "" : ", nothing measured: of the usual size");
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (measures[i].mm > 0)
            line(to, "", "%-14s %6g mm", measures[i].name, measures[i].mm);
}

static void show_design(const scalp_case *c, FILE *to) {
    line(to, "Design", "%s, %g dots/cm2, regularity %g", c->style, c->density_per_cm2,
         c->regularity);
    if (c->hairline_height_mm > 0)
        line(to, "", "hairline %g mm above the glabella", c->hairline_height_mm);
    for (size_t i = 0; i < c->zone_count; i++) {
        const scalp_case_zone *z = &c->zones[i];
        line(to, i ? "" : "Zones", "%-10s %g dots/cm2%s%s%s", z->zone,
             z->density_per_cm2 > 0 ? z->density_per_cm2 : c->density_per_cm2,
             z->needle[0] ? ", needle " : "", z->needle,
             strcmp(z->scar, "yes") == 0 ? ", scar tissue" : "");
    }
}

static void show_areas(const scalp_case *c, FILE *to) {
    for (size_t i = 0; i < c->area_count; i++) {
        const scalp_case_area *a = &c->areas[i];
        if (strcmp(a->in, "template") == 0)
            line(to, i ? "" : "Areas", "%s: %s, by its template", a->id, a->kind);
        else
            line(to, i ? "" : "Areas", "%s: %s, %zu points in %s%s", a->id, a->kind, a->point_count,
                 strcmp(a->in, "chart") == 0 ? "the chart" : "photo ",
                 strcmp(a->in, "chart") == 0 ? "" : a->in);
    }
}

static void show_treatment(const scalp_case *c, FILE *to) {
    line(to, "Needle", "%s, %g mm deep; %s 1:%g rests at %g mm", c->needle, c->needle_depth_mm,
         c->pigment, c->dilution, c->pigment_depth_mm);
    line(to, "Dot", "%g mm wide, %g mm thick (the deposit, before the skin blurs it)",
         c->diameter_mm, c->thickness_mm);
    for (size_t i = 0; i < c->session_count; i++)
        line(to, i ? "" : "Sessions", "%zu: %3.0f %%%s%s", i + 1, 100 * c->session_shares[i],
             i < c->date_count ? "  on " : "", i < c->date_count ? c->session_dates[i] : "");
}

static size_t landmark_count(const scalp_case_photo *photo) {
    size_t count = 0;
    for (int i = 0; i < SCALP_LANDMARK_COUNT; i++)
        count += photo->has[i];
    return count;
}

static void show_photos(const scalp_case *c, FILE *to) {
    if (c->photo_count == 0) {
        line(to, "Photos", "none");
        return;
    }
    fprintf(to, "\n%-14s %-8s %9s  %-14s %s\n", "Photo", "View", "Landmarks", "Scale", "File");
    for (size_t i = 0; i < c->photo_count; i++) {
        const scalp_case_photo *p = &c->photos[i];
        char scale[32] = "none given";
        if (p->has_scale)
            snprintf(scale, sizeof scale, "%g mm", p->scale_mm);
        fprintf(to, "%-14s %-8s %9zu  %-14s %s\n", p->id, p->view, landmark_count(p), scale,
                p->file);
    }
}

static void show_close_ups(const scalp_case *c, FILE *to) {
    if (c->close_up_count == 0)
        return;
    fprintf(to, "\n%-14s %-8s %9s  %-14s %s\n", "Close-up", "", "Ties", "Scale", "File");
    for (size_t i = 0; i < c->close_up_count; i++) {
        const scalp_case_close_up *p = &c->close_ups[i];
        char scale[32] = "none given";
        if (p->has_scale)
            snprintf(scale, sizeof scale, "%g mm", p->scale_mm);
        fprintf(to, "%-14s %-8s %9zu  %-14s %s\n", p->id, "", p->tie_count, scale, p->file);
    }
}

static scalp_status run(cli_job *job, scalp_error *error) {
    cli_client *client;
    scalp_bytes bytes;
    SCALP_TRY(cli_client_read(job, job->operands[0], &client, error));
    const scalp_case *c = &client->document;
    if (cli_given(job, "json")) {
        SCALP_TRY(scalp_codec_case_write(c, &job->work, &bytes, error));
        fwrite(bytes.data, 1, bytes.size, job->out);
        return SCALP_OK;
    }
    line(job->out, "Case", "%s (seed %.0f)", client->path, c->seed);
    show_client(c, job->out);
    show_head(c, job->out);
    show_design(c, job->out);
    show_areas(c, job->out);
    show_treatment(c, job->out);
    show_photos(c, job->out);
    show_close_ups(c, job->out);
    return SCALP_OK;
}

const cli_command cli_case_show = {
    .name = "case show",
    .operands = "CASE",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "summarise a case file",
    .about = "Shows what a case file says, on one page. Only the case file is read, not its "
             "photos.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
