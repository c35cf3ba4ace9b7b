/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is printed, and what a print measures in truth. */
#include <scalptor/calibrate.h>

#include <string.h>

static const scalp_card_part parts[] = {
#define ROW(mark, kind, tag, x, y, width, height, ink, source)                                     \
    {(scalp_mark_kind)(mark), (scalp_part_kind)(kind), tag, x, y, width, height, ink},
#include "card.inc"
#undef ROW
};

const scalp_card_part *scalp_card_parts(size_t *count) {
    *count = sizeof parts / sizeof *parts;
    return parts;
}

static bool plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           strchr("-_. ", c) != NULL;
}

scalp_status scalp_card_check(const scalp_card *card, scalp_error *error) {
    for (size_t i = 0; card->print_id[i]; i++)
        if (i + 1 == SCALP_PRINT_ID_SIZE || !plain(card->print_id[i]))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The print id may have %d letters, digits, spaces and -_. at most.",
                              SCALP_PRINT_ID_SIZE - 1);
    if (card->measured_mm == 0)
        return SCALP_OK;
    if (!(card->measured_mm >= 90 && card->measured_mm <= 110))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The print's ruler of %.0f mm cannot measure %g mm; measure from 0 to "
                          "100 again, and print again at actual size if it is right.",
                          SCALP_CARD_RULER_MM, card->measured_mm);
    return SCALP_OK;
}

double scalp_card_factor(const scalp_card *card) {
    return card->measured_mm > 0 ? card->measured_mm / SCALP_CARD_RULER_MM : 1;
}

double scalp_card_factor_sd(const scalp_card *card) {
    return card->measured_mm > 0 ? 0.002 : 0.01;
}
