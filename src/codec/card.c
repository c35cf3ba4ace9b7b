/* SPDX-License-Identifier: GPL-3.0-or-later */
/* card.json: which print of the card it is, and what its ruler measures. */
#include "json_in.h"
#include "json_out.h"

#include <string.h>

enum { most_bytes = 65536 };

scalp_status scalp_codec_card_write(const scalp_card *card, const scalp_work *work,
                                    scalp_bytes *bytes, scalp_error *error) {
    SCALP_TRY(scalp_card_check(card, error));
    scalp_json_out out = scalp_json_out_make(work, error);
    scalp_json_out_object(&out, NULL);
    scalp_json_out_number(&out, "scalptor_card", 1);
    scalp_json_out_text(&out, "print_id", card->print_id);
    scalp_json_out_number(&out, "nominal_mm", SCALP_CARD_RULER_MM);
    scalp_json_out_number(&out, "measured_mm", card->measured_mm);
    scalp_json_out_end(&out, '}');
    return scalp_json_out_close(&out, bytes);
}

static scalp_status read_members(const scalp_json_in *in, const json_t *root, scalp_card *card) {
    static const char *const known[] = {"scalptor_card", "print_id", "nominal_mm", "measured_mm"};
    json_t *id, *nominal, *measured;
    double nominal_mm;
    SCALP_TRY(scalp_json_version(in, root, "scalptor_card", 1));
    SCALP_TRY(scalp_json_known(in, root, "", known, sizeof known / sizeof *known));
    SCALP_TRY(scalp_json_member(in, root, "print_id", JSON_STRING, "print_id", &id));
    if (id)
        SCALP_TRY(scalp_json_text(in, id, "print_id", card->print_id, sizeof card->print_id));
    nominal = json_object_get(root, "nominal_mm");
    if (nominal) {
        SCALP_TRY(scalp_json_number(in, nominal, "nominal_mm", &nominal_mm));
        if (nominal_mm != SCALP_CARD_RULER_MM)
            return scalp_json_fail(in, "nominal_mm is %g, but the card's ruler has %g.", nominal_mm,
                                   SCALP_CARD_RULER_MM);
    }
    measured = json_object_get(root, "measured_mm");
    if (!measured)
        return scalp_json_fail(in, "measured_mm is missing: the length of the print's ruler.");
    SCALP_TRY(scalp_json_number(in, measured, "measured_mm", &card->measured_mm));
    if (card->measured_mm == 0)
        return scalp_json_fail(in, "measured_mm is 0; measure the print's ruler.");
    return SCALP_OK;
}

scalp_status scalp_codec_card_read(scalp_bytes bytes, const char *name, scalp_card *card,
                                   scalp_error *error) {
    const scalp_json_in in = {name, error};
    json_t *root;
    scalp_error why = {0};
    *card = (scalp_card){.measured_mm = 0};
    SCALP_TRY(scalp_json_open(&in, bytes, most_bytes, &root));
    scalp_status status = read_members(&in, root, card);
    json_decref(root);
    if (status == SCALP_OK && scalp_card_check(card, &why) != SCALP_OK)
        status = scalp_json_fail(&in, "%s", why.message);
    return status;
}
