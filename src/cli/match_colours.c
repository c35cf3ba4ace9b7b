/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the colours of skin and stubble come from. */
#include "match.h"

static scalp_status lab_of(const cli_job *job, const char *name, scalp_lab *lab,
                           scalp_error *error) {
    const cli_value *value = cli_value_of(job, name);
    if (value->number_count != 3)
        return scalp_fail(error, SCALP_ERR_INPUT, "--%s needs three numbers, L,A,B, not %zu.", name,
                          value->number_count);
    *lab = (scalp_lab){value->numbers[0], value->numbers[1], value->numbers[2]};
    return SCALP_OK;
}

static scalp_status hair_of(const cli_job *job, scalp_match_request *ask, scalp_error *error) {
    char known[200];
    const char *name = cli_text(job, "hair-class", "");
    ask->hair = scalp_hair_find(name);
    if (ask->hair)
        return SCALP_OK;
    scalp_hair_names(known, sizeof known);
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "Hair class \"%.40s\" is not known; there are %s, level 1 to level 10, and "
                      "the letters A to Y.",
                      name, known);
}

/* Each colour from one source, and no more said than is used. */
static scalp_status usage(const cli_job *job, scalp_error *error) {
    static const char *const of_photo[] = {"chart", "grey", "skin-area", "stubble-area"};
    const bool skin = cli_given(job, "skin-lab"), skin_area = cli_given(job, "skin-area");
    const int stubble = cli_given(job, "stubble-lab") + cli_given(job, "stubble-area") +
                        cli_given(job, "hair-class");
    if (skin == skin_area)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "match needs %s--skin-lab L,A,B or --skin-area AREA of a --photo, the "
                          "colour of the bare skin%s.",
                          skin ? "either " : "", skin ? ", not both" : "");
    if (stubble != 1)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "match needs either --stubble-lab L,A,B, --stubble-area AREA of a "
                          "--photo or --hair-class NAME%s.",
                          stubble > 1 ? ", not both" : "");
    for (size_t i = 0; i < sizeof of_photo / sizeof *of_photo; i++) {
        if (cli_given(job, of_photo[i]) && !cli_given(job, "photo"))
            return scalp_fail(error, SCALP_ERR_INPUT, "--%s is of a photo; give --photo FILE.",
                              of_photo[i]);
    }
    if (cli_given(job, "photo") && !skin_area && !cli_given(job, "stubble-area"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Nothing is measured in the photo; give --skin-area or --stubble-area.");
    return cli_calibration_usage(job, "card-percent", error);
}

static scalp_status measure(cli_job *job, match_photo *photo, scalp_error *error) {
    scalp_image image;
    SCALP_TRY(cli_photo_read(job, photo->by.photo, &image, error));
    const bool found = cli_wants_auto(job, "skin-area") || cli_wants_auto(job, "stubble-area");
    const scalp_correction *by = &photo->by.correction;
    const uint8_t *mask = NULL;
    SCALP_TRY(cli_calibration_make(job, &image, &photo->by, found ? &mask : NULL, error));
    if (photo->has_skin) {
        SCALP_TRY(cli_areas_read(job, "skin-area", &image, by, mask, &photo->skin_areas, error));
        SCALP_TRY(cli_area_tone(job, &photo->skin_areas, &image, by, &photo->skin, error));
    }
    if (!photo->has_stubble)
        return SCALP_OK;
    SCALP_TRY(cli_areas_read(job, "stubble-area", &image, by, mask, &photo->stubble_areas, error));
    return cli_area_tone(job, &photo->stubble_areas, &image, by, &photo->stubble, error);
}

scalp_status match_colours_read(cli_job *job, scalp_match_request *ask, match_photo *photo,
                                scalp_error *error) {
    *photo = (match_photo){.by = {.photo = cli_text(job, "photo", NULL),
                                  .grey_share = cli_number(job, "card-percent", 18) / 100},
                           .has_skin = cli_given(job, "skin-area"),
                           .has_stubble = cli_given(job, "stubble-area")};
    SCALP_TRY(usage(job, error));
    if (photo->by.photo)
        SCALP_TRY(measure(job, photo, error));
    if (photo->has_skin)
        ask->skin = photo->skin.lab;
    else
        SCALP_TRY(lab_of(job, "skin-lab", &ask->skin, error));
    ask->has_stubble = !cli_given(job, "hair-class");
    if (!ask->has_stubble)
        return hair_of(job, ask, error);
    if (!photo->has_stubble)
        return lab_of(job, "stubble-lab", &ask->stubble, error);
    ask->stubble = photo->stubble.lab;
    return SCALP_OK;
}
