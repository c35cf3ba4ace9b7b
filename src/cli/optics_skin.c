/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <stdlib.h>

static const cli_option options[] = {
    {.name = "ita",
     .kind = CLI_NUMBER,
     .argument = "DEG",
     .low = -90,
     .high = 90,
     .help = "skin of this individual typology angle; or:"},
    {.name = "melanin",
     .kind = CLI_NUMBER,
     .argument = "SHARE",
     .low = 0,
     .high = 0.3,
     .help = "skin with this volume share of melanosomes, 0.017 is light"},
    {.name = "blood",
     .kind = CLI_NUMBER,
     .argument = "SHARE",
     .low = 0,
     .high = 0.3,
     .help = "volume share of blood in the upper dermis; half of it below",
     .otherwise = "0.016"},
    {.name = "scatter",
     .kind = CLI_NUMBER,
     .argument = "FACTOR",
     .low = 0.3,
     .high = 3,
     .help = "scattering relative to the mean",
     .otherwise = "1"},
    {.name = "nodes",
     .kind = CLI_CHOICE,
     .argument = "N",
     .choices = "8|16|32|48",
     .help = "compute with this many directions",
     .otherwise = "16"},
    {.name = "json", .help = "show the numbers as JSON"},
};

enum { shown_from_nm = 400, shown_to_nm = 700 };

static bool shown(size_t i) {
    const double nm = scalp_spectrum_wavelength_nm(i);
    return nm >= shown_from_nm && nm <= shown_to_nm;
}

/* Everything that is shown of a skin. */
typedef struct report {
    scalp_skin_parts skin;
    scalp_spectrum spectrum;
    scalp_xyz xyz;
    scalp_lab lab;
    double ita_deg;
} report;

static void show_text(const report *r, FILE *to) {
    fprintf(to, "Melanin %.4f, blood %.4f, scatter %.3f\n", r->skin.melanin, r->skin.blood,
            r->skin.scatter);
    fprintf(to, "XYZ  %.3f  %.3f  %.3f\n", 100 * r->xyz.x, 100 * r->xyz.y, 100 * r->xyz.z);
    fprintf(to, "Lab  %.2f  %.2f  %.2f\n", r->lab.l, r->lab.a, r->lab.b);
    fprintf(to, "ITA  %.2f degrees: %s\n\n", r->ita_deg, scalp_ita_class_name(r->ita_deg));
    fprintf(to, "%6s  %s\n", "nm", "Reflectance");
    for (size_t i = 0; i < SCALP_SPECTRUM_COUNT; i++) {
        if (shown(i))
            fprintf(to, "%6.0f  %.5f\n", scalp_spectrum_wavelength_nm(i), r->spectrum.r[i]);
    }
}

static json_t *report_json(const report *r) {
    json_t *nm = json_array(), *reflectance = json_array();
    for (size_t i = 0; i < SCALP_SPECTRUM_COUNT; i++) {
        if (!shown(i))
            continue;
        json_array_append_new(nm, json_real(scalp_spectrum_wavelength_nm(i)));
        json_array_append_new(reflectance, json_real(r->spectrum.r[i]));
    }
    return json_pack("{s:f, s:f, s:f, s:o, s:o, s:[f,f,f], s:[f,f,f], s:f, s:s}", "melanin",
                     r->skin.melanin, "blood", r->skin.blood, "scatter", r->skin.scatter,
                     "wavelength_nm", nm, "reflectance", reflectance, "XYZ", 100 * r->xyz.x,
                     100 * r->xyz.y, 100 * r->xyz.z, "Lab", r->lab.l, r->lab.a, r->lab.b, "ITA",
                     r->ita_deg, "class", scalp_ita_class_name(r->ita_deg));
}

static scalp_status run(cli_job *job, scalp_error *error) {
    const int nodes = atoi(cli_text(job, "nodes", "16"));
    report r = {.skin = {.melanin = cli_number(job, "melanin", 0),
                         .blood = cli_number(job, "blood", SCALP_SKIN_BLOOD),
                         .scatter = cli_number(job, "scatter", 1)}};
    if (cli_given(job, "ita") == cli_given(job, "melanin"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "optics skin needs either --ita DEG or --melanin SHARE%s.",
                          cli_given(job, "ita") ? ", not both" : "");
    if (cli_given(job, "ita"))
        SCALP_TRY(
            scalp_skin_find_melanin(cli_number(job, "ita", 0), nodes, &job->work, &r.skin, error));
    SCALP_TRY(scalp_skin_spectrum_make(&r.skin, nodes, &job->work, &r.spectrum, error));
    r.xyz = scalp_xyz_from_spectrum(&r.spectrum, SCALP_ILLUMINANT_D65);
    r.lab = scalp_lab_from_spectrum(&r.spectrum, SCALP_ILLUMINANT_D65);
    r.ita_deg = scalp_ita_deg_from_lab(r.lab);
    if (cli_given(job, "json"))
        job->json = report_json(&r);
    else
        show_text(&r, job->out);
    return SCALP_OK;
}

const cli_command cli_optics_skin = {
    .name = "optics skin",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .summary = "the spectrum and the colour of modelled skin",
    .about =
        "Computes the reflectance of skin as five layers (upper and basal epidermis, papillary "
        "and reticular dermis, fat) for light straight in, reflection at the surface included, "
        "400 to 700 nm; and its colour in daylight (D65, 2 degrees), with the white's Y at "
        "100: XYZ, Lab, individual typology angle and the class that goes with it.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
