/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places in a photo as people type them: numbers with commas between them. */
#include <scalptor/codec.h>

#include "scan.h"

#include <math.h>
#include <string.h>

scalp_status scalp_codec_numbers_read(const char *text, const char *name, size_t least, size_t most,
                                      double *numbers, size_t *count, scalp_error *error) {
    *count = 0;
    for (const char *at = text;; at++) {
        double number;
        const size_t length = strcspn(at, ",");
        scalp_scan cell = scalp_scan_make((scalp_bytes){(const uint8_t *)at, length}, name);
        scalp_scan_blanks(&cell);
        const bool read = scalp_scan_number(&cell, &number);
        scalp_scan_blanks(&cell);
        if (!read || cell.at != cell.end || !(fabs(number) <= 1e9))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "%s must be numbers with commas between them; number %zu is none.",
                              name, *count + 1);
        if (*count == most)
            return scalp_fail(error, SCALP_ERR_INPUT, "%s may have %zu numbers, not more.", name,
                              most);
        numbers[(*count)++] = number;
        at += length;
        if (!*at)
            break;
    }
    if (*count < least)
        return scalp_fail(error, SCALP_ERR_INPUT, "%s has %zu numbers, but needs %zu.", name,
                          *count, least);
    return SCALP_OK;
}

scalp_status scalp_codec_area_read(const char *text, const char *name, scalp_area *area,
                                   scalp_error *error) {
    double number[2 * SCALP_AREA_MAX_POINTS];
    size_t count;
    SCALP_TRY(
        scalp_codec_numbers_read(text, name, 3, 2 * SCALP_AREA_MAX_POINTS, number, &count, error));
    *area = (scalp_area){.point_count = 0};
    if (count == 3) {
        area->points[area->point_count++] = (scalp_vec2){number[0], number[1]};
        area->radius_px = number[2];
        if (!(number[2] > 0))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "%s is a circle x,y,radius, whose radius must be more than 0.", name);
        return SCALP_OK;
    }
    if (count < 6 || count % 2)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s must be a circle x,y,radius or a polygon x,y,x,y,x,y... of three "
                          "corners or more, not %zu numbers.",
                          name, count);
    for (size_t i = 0; i < count; i += 2)
        area->points[area->point_count++] = (scalp_vec2){number[i], number[i + 1]};
    return SCALP_OK;
}
