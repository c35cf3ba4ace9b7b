/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <math.h>
#include <stdlib.h>

static const cli_option options[] = {
    {.name = "nodes",
     .kind = CLI_CHOICE,
     .argument = "N",
     .choices = "8|16|32|48",
     .help = "compute with this many directions",
     .otherwise = "48"},
    {.name = "below",
     .kind = CLI_NUMBER,
     .argument = "N",
     .low = 1,
     .high = 4,
     .help = "refractive index of what lies under the last layer",
     .otherwise = "1"},
    {.name = "json", .help = "show the numbers as JSON"},
};

/* Rounding can leave a share of nothing a hair below it. */
static double share(double value) {
    return fabs(value) < 5e-13 ? 0 : value;
}

static void show_text(const scalp_slab *slab, size_t count, FILE *to) {
    fprintf(to, "%-28s %12s %12s\n", "Share of the light", "straight in", "diffuse");
    fprintf(to, "%-28s %12.6f %12.6f\n", "reflected    UR1, URU", share(slab->ur1[0]),
            share(slab->uru[0]));
    fprintf(to, "%-28s %12.6f %12.6f\n", "transmitted  UT1, UTU", share(slab->ut1[0]),
            share(slab->utu[0]));
    for (size_t i = 0; i < count; i++) {
        char name[40];
        snprintf(name, sizeof name, "absorbed     layer %zu", i + 1);
        fprintf(to, "%-28s %12.6f %12.6f\n", name, share(slab->absorbed[i]),
                share(slab->absorbed_diffuse[i]));
    }
}

static json_t *shares_json(const double *shares, size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_real(share(shares[i])));
    return list;
}

static scalp_status run(cli_job *job, scalp_error *error) {
    scalp_bytes bytes;
    scalp_slab slab;
    scalp_stack stack = {.wavelength_count = 1, .above = 1, .below = cli_number(job, "below", 1)};
    const char *path = job->operands[0];
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_LAYERS_BYTES, &bytes, error));
    SCALP_TRY(
        scalp_codec_layers_read(bytes, path, &job->work, &stack.layers, &stack.layer_count, error));
    SCALP_TRY(scalp_optics_slab_make(&stack, atoi(cli_text(job, "nodes", "48")), &job->work, &slab,
                                     error));
    if (!cli_given(job, "json")) {
        show_text(&slab, stack.layer_count, job->out);
        return SCALP_OK;
    }
    job->json =
        json_pack("{s:f, s:f, s:f, s:f, s:o, s:o}", "UR1", share(slab.ur1[0]), "UT1",
                  share(slab.ut1[0]), "URU", share(slab.uru[0]), "UTU", share(slab.utu[0]),
                  "absorbed", shares_json(slab.absorbed, stack.layer_count), "absorbed_diffuse",
                  shares_json(slab.absorbed_diffuse, stack.layer_count));
    return SCALP_OK;
}

const cli_command cli_optics_slab = {
    .name = "optics slab",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "what layers reflect, transmit and absorb",
    .about = "Reads layers as CSV with the header n,mua_per_mm,mus_per_mm,g,thickness_mm, from the "
             "lit side down (the last thickness may be inf), and shows which share of the light "
             "they reflect, let through and absorb, by adding-doubling: for light straight in (1) "
             "and from everywhere (U), reflection at the surface included.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
