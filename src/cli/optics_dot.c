/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

static const cli_option options[] = {
    {.name = "skin",
     .kind = CLI_NUMBER,
     .argument = "DEG",
     .low = -90,
     .high = 90,
     .help = "in skin of this individual typology angle; or:"},
    {.name = "melanin",
     .kind = CLI_NUMBER,
     .argument = "SHARE",
     .low = 0,
     .high = 0.3,
     .help = "in skin with this volume share of melanosomes; or:"},
    {.name = "layers",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "in these layers (as optics slab reads them), which are of one wavelength"},
    {.name = "blood",
     .kind = CLI_NUMBER,
     .argument = "SHARE",
     .low = 0,
     .high = 0.3,
     .help = "of skin: volume share of blood in the upper dermis; half of it below",
     .otherwise = "0.012"},
    {.name = "scatter",
     .kind = CLI_NUMBER,
     .argument = "FACTOR",
     .low = 0.3,
     .high = 3,
     .help = "of skin: scattering relative to the mean",
     .otherwise = "1"},
    {.name = "below",
     .kind = CLI_NUMBER,
     .argument = "N",
     .low = 1,
     .high = 4,
     .help = "of layers: refractive index of what lies under the last",
     .otherwise = "1"},
    {.name = "depth_mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .low = 0.02,
     .high = 1.5,
     .help = "the disc's centre below the surface",
     .otherwise = "0.12"},
    {.name = "diameter_mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .low = 0.03,
     .high = 1,
     .help = "the disc's diameter",
     .otherwise = "0.2"},
    {.name = "thickness_mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .low = 0.01,
     .high = 0.5,
     .help = "the disc's thickness",
     .otherwise = "0.08"},
    {.name = "dmua_per_mm",
     .kind = CLI_NUMBER,
     .argument = "PER_MM",
     .low = 0,
     .high = 10000,
     .help = "what the pigment adds to the absorption inside the disc",
     .otherwise = "50"},
    {.name = "wavelength_nm",
     .kind = CLI_NUMBER,
     .argument = "NM",
     .low = 380,
     .high = 780,
     .help = "of skin: the light's wavelength",
     .otherwise = "550"},
    {.name = "json", .help = "show the numbers as JSON"},
};

static void show_text(const scalp_dot_seen *seen, FILE *to) {
    fprintf(to, "Bare skin, diffuse part  %.5f\n", seen->diffuse[0]);
    fprintf(to, "Total contrast           %.5f mm2\n", seen->total_mm2[0]);
    fprintf(to, "Half width at half peak  %.4f mm\n\n", seen->hwhm_mm[0]);
    fprintf(to, "%8s  %s\n", "r mm", "Contrast");
    for (size_t i = 0; i < seen->radius_count; i += 2) {
        if (i > 0 && seen->contrast[i] < 0.002 * seen->contrast[0])
            break;
        fprintf(to, "%8.4f  %.6f\n", seen->r_mm[i], seen->contrast[i]);
    }
}

static json_t *numbers_json(const double *numbers, size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_real(numbers[i]));
    return list;
}

static scalp_status check_where(const cli_job *job, scalp_error *error) {
    const int ways = cli_given(job, "skin") + cli_given(job, "melanin") + cli_given(job, "layers");
    if (ways == 1)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "optics dot needs one of --skin DEG, --melanin SHARE and --layers FILE%s.",
                      ways ? ", not several" : "");
}

static scalp_status read_layers(cli_job *job, scalp_stack *stack, scalp_error *error) {
    scalp_bytes bytes;
    const char *path = cli_text(job, "layers", "");
    *stack = (scalp_stack){.wavelength_count = 1, .above = 1, .below = cli_number(job, "below", 1)};
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_LAYERS_BYTES, &bytes, error));
    return scalp_codec_layers_read(bytes, path, &job->work, &stack->layers, &stack->layer_count,
                                   error);
}

static scalp_status make_skin(cli_job *job, scalp_layer layers[SCALP_SKIN_LAYERS],
                              scalp_stack *stack, scalp_error *error) {
    const double nm = cli_number(job, "wavelength_nm", 550);
    scalp_skin_parts skin = {.melanin = cli_number(job, "melanin", 0),
                             .blood = cli_number(job, "blood", SCALP_SKIN_BLOOD),
                             .scatter = cli_number(job, "scatter", 1)};
    if (cli_given(job, "skin"))
        SCALP_TRY(
            scalp_skin_find_melanin(cli_number(job, "skin", 0), 16, &job->work, &skin, error));
    scalp_skin_layers_make(&skin, &nm, 1, layers);
    *stack = (scalp_stack){layers, SCALP_SKIN_LAYERS, 1, 1, layers[SCALP_SKIN_LAYERS - 1].n};
    return SCALP_OK;
}

static scalp_status run(cli_job *job, scalp_error *error) {
    const scalp_deposit disc = {.depth_mm = cli_number(job, "depth_mm", 0.12),
                                .diameter_mm = cli_number(job, "diameter_mm", 0.2),
                                .thickness_mm = cli_number(job, "thickness_mm", 0.08),
                                .dmua_per_mm = cli_number(job, "dmua_per_mm", 50)};
    scalp_layer layers[SCALP_SKIN_LAYERS];
    scalp_stack stack;
    scalp_dot_seen seen;
    SCALP_TRY(check_where(job, error));
    if (cli_given(job, "layers"))
        SCALP_TRY(read_layers(job, &stack, error));
    else
        SCALP_TRY(make_skin(job, layers, &stack, error));
    SCALP_TRY(scalp_optics_dot_make(&stack, &disc, &disc.dmua_per_mm, &job->work, &seen, error));
    if (!cli_given(job, "json")) {
        show_text(&seen, job->out);
        return SCALP_OK;
    }
    job->json =
        json_pack("{s:o, s:o, s:f, s:f, s:f}", "r_mm", numbers_json(seen.r_mm, seen.radius_count),
                  "contrast", numbers_json(seen.contrast, seen.radius_count), "total_mm2",
                  seen.total_mm2[0], "hwhm_mm", seen.hwhm_mm[0], "r0", seen.diffuse[0]);
    return SCALP_OK;
}

const cli_command cli_optics_dot = {
    .name = "optics dot",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .summary = "what is seen of a disc of pigment in skin or in layers",
    .about = "Computes the contrast 1 - R/R0 of a disc of pigment against the distance from its "
             "middle, for even light straight in, of the diffuse exitance (reflection at the "
             "surface left out); its integral over the plane; and the half width at half of the "
             "peak.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
