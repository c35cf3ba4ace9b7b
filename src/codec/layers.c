/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layers as CSV: n,mua_per_mm,mus_per_mm,g,thickness_mm, one a line, from the lit side down. */
#include <scalptor/codec.h>

#include "scan.h"

#include <math.h>
#include <string.h>

static const char header[] = "n,mua_per_mm,mus_per_mm,g,thickness_mm";

enum { cells = 5 };

/* The rest of the line, without what is blank at its end. */
static scalp_bytes line_at(const scalp_scan *scan) {
    const char *end = scan->at;
    while (end < scan->end && *end != '\n')
        end++;
    while (end > scan->at && strchr(" \t\r", end[-1]))
        end--;
    return (scalp_bytes){(const uint8_t *)scan->at, (size_t)(end - scan->at)};
}

static bool is_text(scalp_bytes bytes, const char *text) {
    return bytes.size == strlen(text) && memcmp(bytes.data, text, bytes.size) == 0;
}

/* One cell: a number and nothing else; `inf` where that may be. */
static bool cell_read(const scalp_scan *scan, const char *end, bool endless, double *number) {
    scalp_scan cell = {scan->at, end, scan->name, scan->line};
    scalp_scan_blanks(&cell);
    const scalp_bytes text = line_at(&cell);
    if (endless && is_text(text, "inf")) {
        *number = INFINITY;
        return true;
    }
    if (!scalp_scan_number(&cell, number))
        return false;
    scalp_scan_blanks(&cell);
    return cell.at == cell.end && isfinite(*number);
}

static scalp_status layer_read(scalp_scan *scan, scalp_layer *layer, scalp_error *error) {
    static const char *const names[cells] = {"n", "mua_per_mm", "mus_per_mm", "g", "thickness_mm"};
    const scalp_bytes line = line_at(scan);
    const char *end = (const char *)line.data + line.size;
    double number[cells];
    for (int i = 0; i < cells; i++) {
        const char *comma = memchr(scan->at, ',', (size_t)(end - scan->at));
        const bool last = i == cells - 1;
        if ((comma == NULL) != last)
            return scalp_scan_fail(scan, error, "a layer needs %d numbers: %s.", cells, header);
        if (!cell_read(scan, last ? end : comma, last, &number[i]))
            return scalp_scan_fail(scan, error, "%s is not a finite number%s.", names[i],
                                   last ? ", nor inf" : "");
        scan->at = last ? end : comma + 1;
    }
    *layer = (scalp_layer){number[0], number[1], number[2], number[3], number[4]};
    return SCALP_OK;
}

scalp_status scalp_codec_layers_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                                     const scalp_layer **layers, size_t *count,
                                     scalp_error *error) {
    void *place;
    scalp_scan scan = scalp_scan_make(bytes, name);
    bool headed = false;
    SCALP_TRY(scalp_work_take(work, SCALP_OPTICS_MAX_LAYERS, sizeof(scalp_layer), &place, error));
    scalp_layer *list = place;
    *count = 0;
    for (bool more = scan.at < scan.end; more; more = scalp_scan_next_line(&scan)) {
        const scalp_bytes line = line_at(&scan);
        if (line.size == 0 || line.data[0] == '#')
            continue;
        if (!headed && !is_text(line, header))
            return scalp_scan_fail(&scan, error, "the first line must be %s.", header);
        if (headed && *count == SCALP_OPTICS_MAX_LAYERS)
            return scalp_fail(error, SCALP_ERR_LIMIT, "%s has more than %d layers.", name,
                              SCALP_OPTICS_MAX_LAYERS);
        if (headed)
            SCALP_TRY(layer_read(&scan, &list[(*count)++], error));
        headed = true;
    }
    if (*count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s holds no layer; it needs the line %s and one "
                          "line for each layer.",
                          name, header);
    *layers = list;
    return SCALP_OK;
}
