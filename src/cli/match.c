/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match.h"

#include "panel.h"

#include <math.h>
#include <string.h>

static const cli_option options[] = {
    {.name = "skin-lab",
     .kind = CLI_NUMBERS,
     .argument = "L,A,B",
     .help = "bare skin of the zone in daylight (D65); or --skin-area"},
    {.name = "stubble-lab",
     .kind = CLI_NUMBERS,
     .argument = "L,A,B",
     .help = "the clipped hair beside it, measured the same way; or --stubble-area, or:"},
    {.name = "hair-class",
     .kind = CLI_TEXT,
     .argument = "NAME",
     .help = "hair by name, stylist's level (\"level 3\") or Fischer-Saller letter"},
    {.name = "worn-length-mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .low = 0,
     .high = 50,
     .help = "how long the hair is worn",
     .otherwise = "0.5"},
    {.name = "grey-percent",
     .kind = CLI_NUMBER,
     .argument = "P",
     .low = 0,
     .high = 100,
     .help = "hairs that are white",
     .otherwise = "0"},
    {.name = "hairs-per-cm2",
     .kind = CLI_NUMBER,
     .argument = "N",
     .low = 20,
     .high = 400,
     .help = "hairs where they are dense",
     .otherwise = "200"},
    {.name = "hair-diameter-mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .low = 0.03,
     .high = 0.15,
     .help = "thickness of a hair",
     .otherwise = "0.07"},
    {.name = "density-per-cm2",
     .kind = CLI_NUMBER,
     .argument = "N",
     .low = 20,
     .high = 250,
     .help = "dots of the plan, all sessions together",
     .otherwise = "100"},
    {.name = "pigment-depth-mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .low = 0.1,
     .high = 0.3,
     .help = "where the middle of the pigment comes to lie",
     .otherwise = "0.12"},
    {.name = "thickness-mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .low = 0.02,
     .high = 0.3,
     .help = "thickness of the deposit",
     .otherwise = "0.08"},
    {.name = "diameter-mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .low = 0.05,
     .high = 0.6,
     .help = "diameter of the deposit, when it was measured",
     .otherwise = "the needle's"},
    {.name = "needle",
     .kind = CLI_TEXT,
     .argument = "CODE",
     .help = "this needle only",
     .otherwise = "any"},
    {.name = "pigment",
     .kind = CLI_TEXT,
     .argument = "ID",
     .help = "this pigment only",
     .otherwise = "any without iron oxides"},
    {.name = "pigments",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "the studio's own pigments too (scalptor pigment add)",
     .otherwise = "the built-in ones alone"},
    {.name = "photo",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "measure skin or stubble in this photo, with a chart or a grey card in it"},
    {.name = "skin-area",
     .kind = CLI_TEXT,
     .argument = "AREA",
     .help = "bare skin in the photo: circle X,Y,RADIUS or polygon X,Y,X,Y,X,Y..., in pixels; may "
             "be given again; or auto: even skin away from shine, shadow, hair and edges is found",
     .repeats = true},
    {.name = "stubble-area",
     .kind = CLI_TEXT,
     .argument = "AREA",
     .help = "clipped hair in the photo; may be given again; or auto",
     .repeats = true},
    CLI_CALIBRATION_OPTIONS("card-percent"),
    CLI_PANEL_OPTION,
    {.name = "json", .help = "show the answer as JSON"},
};

/* ---- Text -------------------------------------------------------------------------------- */

static void show_row(FILE *to, const char *name, const scalp_lab lab[SCALP_MATCH_LIGHTS],
                     const double *difference) {
    fprintf(to, "%-20s", name);
    for (int i = 0; i < SCALP_MATCH_LIGHTS; i++)
        fprintf(to, "   %6.1f %5.1f %5.1f", lab[i].l, lab[i].a, lab[i].b);
    if (difference)
        fprintf(to, "   dE00 %.1f, %.1f", difference[0], difference[1]);
    fprintf(to, "\n");
}

static const scalp_shade *ready_shade(const scalp_match_shade *s) {
    for (size_t i = 0; i < scalp_shade_count; i++) {
        const scalp_shade *shade = &scalp_shades[i];
        if (strcmp(shade->pigment, s->pigment->id) == 0 &&
            fabs(shade->dilution - s->dilution) < 0.01)
            return shade;
    }
    return NULL;
}

static void dilution_text(const scalp_match_shade *s, char *text, size_t size) {
    if (s->dilution > 0)
        snprintf(text, size, "%s 1:%g", s->pigment->name, s->dilution);
    else
        snprintf(text, size, "%s, undiluted", s->pigment->name);
}

static void show_shade(FILE *to, const char *label, const scalp_match_shade *s) {
    char text[80];
    const scalp_shade *ready = ready_shade(s);
    dilution_text(s, text, sizeof text);
    fprintf(to, "%-10s %s%s%s%s, needle %s\n", label, text, ready ? " (kept ready as " : "",
            ready ? ready->name : "", ready ? ")" : "", s->needle);
}

static const char *verdict(double difference) {
    return difference <= 1                  ? "no eye tells"
           : difference <= 2                ? "close, seen side by side only"
           : difference <= SCALP_MATCH_GOOD ? "passes at arm's length"
                                            : "visible at arm's length";
}

static void show_deeper(FILE *to, const scalp_match *m) {
    const double lighter = m->deeper_change.l, seen = 0.1;
    fprintf(to, "%-10s pigment 0.1 mm deeper: dE00 %+.1f%s%s (information, not advice)\n", "Depth",
            m->deeper_difference - m->best.mean_difference,
            lighter > seen    ? ", paler"
            : lighter < -seen ? ", darker"
                              : "",
            m->deeper_bluer > seen ? ", bluer for its darkness" : "");
}

static void show_measured(FILE *to, const char *name, const scalp_tone *tone) {
    fprintf(to, "%-10s Lab %.1f %.1f %.1f +- %.1f %.1f %.1f (measured)\n", name, tone->lab.l,
            tone->lab.a, tone->lab.b, tone->sd.l, tone->sd.a, tone->sd.b);
}

static void show_photo(FILE *to, const match_photo *photo) {
    cli_calibration_text(to, &photo->by.correction);
    if (photo->has_skin)
        show_measured(to, "Skin", &photo->skin);
    cli_areas_text(to, "", &photo->skin_areas);
    if (photo->has_stubble)
        show_measured(to, "Stubble", &photo->stubble);
    cli_areas_text(to, "", &photo->stubble_areas);
    fputs("\n", to);
}

static void show_text(const scalp_match *m, bool measured, FILE *to) {
    const scalp_match_shade *best = &m->best;
    show_shade(to, "Shade", best);
    fprintf(to, "%-10s %.2f mm wide in the skin, %.2f mm as seen; %g per cm2; pigment at %g mm\n",
            "Dots", best->deposit.diameter_mm, best->seen_diameter_mm, m->density_per_cm2,
            best->deposit.depth_mm);
    fprintf(to, "%-10s dE00 %.1f between the healed zone and the stubble: %s\n", "Match",
            best->mean_difference, verdict(best->mean_difference));
    if (m->has_runner_up) {
        show_shade(to, "Runner-up", &m->runner_up);
        fprintf(to, "%-10s dE00 %.1f; dots of %.2f mm as seen\n", "", m->runner_up.mean_difference,
                m->runner_up.seen_diameter_mm);
    }
    show_deeper(to, m);
    fprintf(to, "\n%-20s   %-18s   %-18s\n", "Lab of the zone", "daylight (D65)",
            "warm indoor (A)");
    show_row(to, "Bare skin", m->skin, NULL);
    show_row(to, measured ? "Stubble (measured)" : "Stubble (modelled)", m->stubble, NULL);
    show_row(to, "Fresh", m->fresh, NULL);
    show_row(to, "Healed, 4 weeks", best->healed, best->difference);
    show_row(to, "After 5 years", m->after_5_years, NULL);
    if (m->warning_count)
        fprintf(to, "\n");
    for (size_t i = 0; i < m->warning_count; i++) {
        fputs("Note: ", to);
        cli_wrap(to, m->warnings[i], 6, 6);
    }
    fprintf(to, "\nAll but what was entered is modelled; a healed trial patch decides.\n");
}

/* ---- JSON -------------------------------------------------------------------------------- */

static json_t *lab_json(scalp_lab lab) {
    return json_pack("[f,f,f]", lab.l, lab.a, lab.b);
}

static json_t *shade_json(const scalp_match_shade *s) {
    const scalp_shade *ready = ready_shade(s);
    return json_pack(
        "{s:s, s:s?, s:f, s:s, s:f, s:f, s:f, s:o, s:o, s:o, s:f, s:f, s:f}", "pigment",
        s->pigment->id, "shade", ready ? ready->id : NULL, "dilution", s->dilution, "needle",
        s->needle, "diameter_mm", s->deposit.diameter_mm, "seen_diameter_mm", s->seen_diameter_mm,
        "pigment_depth_mm", s->deposit.depth_mm, "healed_Lab", lab_json(s->healed[0]),
        "healed_Lab_indoor", lab_json(s->healed[1]), "dot_Lab", lab_json(s->dot), "dE00",
        s->mean_difference, "dE00_daylight", s->difference[0], "dE00_indoor", s->difference[1]);
}

static void add_labs(json_t *to, const char *name, const scalp_lab lab[SCALP_MATCH_LIGHTS]) {
    char indoors[48];
    snprintf(indoors, sizeof indoors, "%s_indoor", name);
    json_object_set_new(to, name, lab_json(lab[SCALP_MATCH_DAYLIGHT]));
    json_object_set_new(to, indoors, lab_json(lab[SCALP_MATCH_INDOORS]));
}

static json_t *answer_json(const scalp_match *m, bool measured) {
    json_t *answer = shade_json(&m->best), *warnings = json_array();
    for (size_t i = 0; i < m->warning_count; i++)
        json_array_append_new(warnings, json_string(m->warnings[i]));
    json_object_set_new(answer, "in_range", json_boolean(m->in_range));
    json_object_set_new(answer, "density_per_cm2", json_real(m->density_per_cm2));
    add_labs(answer, "skin_Lab", m->skin);
    json_object_set_new(answer, "skin_difference", json_real(m->skin_difference));
    add_labs(answer, "stubble_Lab", m->stubble);
    json_object_set_new(answer, "stubble_kind", json_string(measured ? "measured" : "modelled"));
    add_labs(answer, "fresh_Lab", m->fresh);
    add_labs(answer, "after_5_years_Lab", m->after_5_years);
    json_object_set_new(answer, "deeper_0.1_mm",
                        json_pack("{s:f, s:f, s:o}", "bluer", m->deeper_bluer, "dE00_change",
                                  m->deeper_difference - m->best.mean_difference, "Lab_change",
                                  lab_json(m->deeper_change)));
    json_object_set_new(answer, "runner_up",
                        m->has_runner_up ? shade_json(&m->runner_up) : json_null());
    json_object_set_new(answer, "warnings", warnings);
    json_object_set_new(answer, "kind", json_string("modelled"));
    return answer;
}

static void add_tone(json_t *to, const char *name, const scalp_tone *tone, const cli_areas *areas) {
    json_t *object =
        json_pack("{s:o, s:o}", "Lab", lab_json(tone->lab), "Lab_sd", lab_json(tone->sd));
    if (areas->found)
        json_object_set_new(object, "found", cli_areas_json(areas));
    json_object_set_new(to, name, object);
}

static void add_photo(json_t *answer, const match_photo *photo) {
    const scalp_correction *c = &photo->by.correction;
    json_t *from = json_pack("{s:s, s:s}", "file", photo->by.photo, "method",
                             scalp_colour_model_name(c->model));
    if (c->model != SCALP_COLOUR_GREY)
        json_object_set_new(from, "median_dE00", json_real(c->median_de));
    if (photo->has_skin)
        add_tone(from, "skin", &photo->skin, &photo->skin_areas);
    if (photo->has_stubble)
        add_tone(from, "stubble", &photo->stubble, &photo->stubble_areas);
    json_object_set_new(answer, "photo", from);
}

/* ---- Running ----------------------------------------------------------------------------- */

static scalp_status run(cli_job *job, scalp_error *error) {
    scalp_match match;
    match_photo photo;
    scalp_match_request ask = {
        .worn_length_mm = cli_number(job, "worn-length-mm", 0.5),
        .grey_percent = cli_number(job, "grey-percent", 0),
        .hairs_per_cm2 = cli_number(job, "hairs-per-cm2", 0),
        .hair_diameter_mm = cli_number(job, "hair-diameter-mm", 0),
        .density_per_cm2 = cli_number(job, "density-per-cm2", 0),
        .pigment_depth_mm = cli_number(job, "pigment-depth-mm", 0),
        .thickness_mm = cli_number(job, "thickness-mm", 0),
        .diameter_mm = cli_number(job, "diameter-mm", 0),
        .needle = cli_text(job, "needle", NULL),
        .pigment = cli_text(job, "pigment", NULL),
    };
    const char *path = cli_text(job, "pigments", NULL);
    const scalp_panel_known *known;
    SCALP_TRY(match_colours_read(job, &ask, &photo, error));
    SCALP_TRY(cli_panel_known(job, &known, error));
    ask.known = known ? &known->traits : NULL;
    if (path)
        SCALP_TRY(cli_pigments_read(job, path, &ask.own, &ask.own_count, error));
    SCALP_TRY(scalp_match_make(&ask, &job->work, &match, error));
    if (cli_given(job, "json")) {
        job->json = answer_json(&match, ask.has_stubble);
        if (photo.by.photo)
            add_photo(job->json, &photo);
        return SCALP_OK;
    }
    if (photo.by.photo)
        show_photo(job->out, &photo);
    show_text(&match, ask.has_stubble, job->out);
    return SCALP_OK;
}

const cli_command cli_match = {
    .name = "match",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .summary = "shade and needle for this skin and hair",
    .about = "Finds the pigment, its dilution and the needle with which the healed zone looks most "
             "like the client's own clipped hair, in daylight and in warm light indoors. Without "
             "measured stubble it is modelled from the class of the hair, its length and the share "
             "of grey. The colours are entered, or measured in a photo with a 24-patch chart or a "
             "bought "
             "grey card in it. Where the pigment comes to lie is entered, never chosen.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
