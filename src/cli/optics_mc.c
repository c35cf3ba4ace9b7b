/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <math.h>

static const cli_option options[] = {
    {.name = "photons",
     .kind = CLI_WHOLE,
     .argument = "N",
     .low = 1,
     .high = (double)SCALP_MC_MAX_PHOTONS,
     .help = "follow this many photons",
     .otherwise = "1e6"},
    {.name = "seed",
     .kind = CLI_WHOLE,
     .argument = "N",
     .low = 0,
     .high = 9007199254740991,
     .help = "another number, other photons",
     .otherwise = "1"},
    {.name = "below",
     .kind = CLI_NUMBER,
     .argument = "N",
     .low = 1,
     .high = 4,
     .help = "refractive index of what lies under the last layer",
     .otherwise = "1"},
    {.name = "rings",
     .kind = CLI_WHOLE,
     .argument = "N",
     .low = 0,
     .high = SCALP_MC_MAX_RINGS,
     .help = "show the diffuse light in this many rings",
     .otherwise = "20"},
    {.name = "ring-mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .low = 1e-6,
     .high = 1e6,
     .help = "width of a ring",
     .otherwise = "0.1"},
    {.name = "json", .help = "show the numbers as JSON"},
};

typedef struct report {
    scalp_mc mc;
    scalp_mc_params params;
    size_t layer_count;
} report;

/* What never was scattered: the surface's reflection and what comes back straight from below. */
static scalp_estimate specular(const scalp_mc *mc) {
    return (scalp_estimate){mc->surface + mc->specular.mean, mc->specular.error};
}

static double ring_area_mm2(const report *r, size_t ring) {
    return SCALP_PI * r->params.ring_mm * r->params.ring_mm * (2 * (double)ring + 1);
}

static scalp_estimate density(const report *r, size_t ring) {
    const double area = ring_area_mm2(r, ring);
    return (scalp_estimate){r->mc.rings[ring].mean / area, r->mc.rings[ring].error / area};
}

/* ---- Text -------------------------------------------------------------------------------- */

static void show_line(const char *name, scalp_estimate e, FILE *to) {
    if (isnan(e.error))
        fprintf(to, "%-28s %12.6f %12s\n", name, e.mean, "-");
    else
        fprintf(to, "%-28s %12.6f %12.6f\n", name, e.mean, e.error);
}

static void show_text(const report *r, FILE *to) {
    const scalp_mc *mc = &r->mc;
    fprintf(to, "%-28s %12s %12s\n", "Share of the light", "mean", "std. error");
    show_line("specular", specular(mc), to);
    show_line("diffuse      Rd", mc->diffuse, to);
    show_line("reflected    UR1, both", mc->reflected, to);
    show_line("transmitted  T", mc->transmitted, to);
    for (size_t i = 0; i < r->layer_count; i++) {
        char name[40];
        snprintf(name, sizeof name, "absorbed     layer %zu", i + 1);
        show_line(name, mc->absorbed[i], to);
    }
    if (r->params.ring_count == 0)
        return;
    fprintf(to, "\n%-28s %12s %12s\n", "Diffuse light, r in mm", "Rd(r) /mm2", "std. error");
    for (size_t i = 0; i < r->params.ring_count; i++) {
        char name[80];
        const double width = r->params.ring_mm;
        snprintf(name, sizeof name, "%10.4g to %.4g", width * (double)i, width * (double)(i + 1));
        show_line(name, density(r, i), to);
    }
    show_line("     share beyond", mc->beyond, to);
}

/* ---- JSON -------------------------------------------------------------------------------- */

/* No number, no error: null. */
static json_t *number_json(double value) {
    return isnan(value) ? json_null() : json_real(value);
}

static void put(json_t *object, const char *name, scalp_estimate e) {
    char error_name[80];
    snprintf(error_name, sizeof error_name, "%s_error", name);
    json_object_set_new(object, name, json_real(e.mean));
    json_object_set_new(object, error_name, number_json(e.error));
}

static void put_list(json_t *object, const char *name, const scalp_estimate *list, size_t count) {
    char error_name[80];
    json_t *means = json_array(), *errors = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(means, json_real(list[i].mean));
        json_array_append_new(errors, number_json(list[i].error));
    }
    snprintf(error_name, sizeof error_name, "%s_error", name);
    json_object_set_new(object, name, means);
    json_object_set_new(object, error_name, errors);
}

static void put_rings(json_t *object, const report *r) {
    json_t *radii = json_array(), *means = json_array(), *errors = json_array();
    for (size_t i = 0; i < r->params.ring_count; i++) {
        const scalp_estimate e = density(r, i);
        json_array_append_new(radii, json_real(r->params.ring_mm * ((double)i + 0.5)));
        json_array_append_new(means, json_real(e.mean));
        json_array_append_new(errors, number_json(e.error));
    }
    json_object_set_new(object, "ring_mm", json_real(r->params.ring_mm));
    json_object_set_new(object, "r_mm", radii);
    json_object_set_new(object, "Rd_r_per_mm2", means);
    json_object_set_new(object, "Rd_r_per_mm2_error", errors);
    put(object, "Rd_beyond", r->mc.beyond);
}

static json_t *report_json(const report *r) {
    json_t *object = json_object();
    json_object_set_new(object, "photons", json_integer((json_int_t)r->params.photons));
    json_object_set_new(object, "seed", json_integer((json_int_t)r->params.seed));
    put(object, "specular", specular(&r->mc));
    put(object, "Rd", r->mc.diffuse);
    put(object, "UR1", r->mc.reflected);
    put(object, "T", r->mc.transmitted);
    put_list(object, "absorbed", r->mc.absorbed, r->layer_count);
    put_rings(object, r);
    return object;
}

static scalp_status run(cli_job *job, scalp_error *error) {
    scalp_bytes bytes;
    scalp_stack stack = {.wavelength_count = 1, .above = 1, .below = cli_number(job, "below", 1)};
    report r = {.params = {.photons = (uint64_t)cli_number(job, "photons", 1e6),
                           .seed = (uint64_t)cli_number(job, "seed", 1),
                           .ring_count = (size_t)cli_number(job, "rings", 20),
                           .ring_mm = cli_number(job, "ring-mm", 0.1)}};
    const char *path = job->operands[0];
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_LAYERS_BYTES, &bytes, error));
    SCALP_TRY(
        scalp_codec_layers_read(bytes, path, &job->work, &stack.layers, &stack.layer_count, error));
    SCALP_TRY(scalp_optics_mc_make(&stack, &r.params, &job->work, &r.mc, error));
    r.layer_count = stack.layer_count;
    if (cli_given(job, "json"))
        job->json = report_json(&r);
    else
        show_text(&r, job->out);
    return SCALP_OK;
}

const cli_command cli_optics_mc = {
    .name = "optics mc",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "the same by following photons one by one",
    .about =
        "Reads layers as \"optics slab\" does and follows photons of a thin beam straight in, "
        "by Monte Carlo: which share of the light is reflected at the surface (specular), comes "
        "back scattered (Rd), goes through (T) and is absorbed, and how the scattered light "
        "falls off with the radius, each with its standard error. The same seed gives the "
        "same numbers.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
