/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layers as CSV: n,mua_per_mm,mus_per_mm,g,thickness_mm, one a line, from the lit side down. */
#include <scalptor/codec.h>

#include "table.h"

#include <math.h>

static const char header[] = "n,mua_per_mm,mus_per_mm,g,thickness_mm";

enum { cells = 5 };

static scalp_status layer_read(const scalp_table *table, scalp_layer *layer, scalp_error *error) {
    static const char *const names[cells] = {"n", "mua_per_mm", "mus_per_mm", "g", "thickness_mm"};
    scalp_bytes cell[cells];
    double number[cells];
    if (scalp_table_cells(table, cell, cells) != cells)
        return scalp_scan_fail(&table->scan, error, "a layer needs %d numbers: %s.", cells, header);
    for (int i = 0; i < cells; i++) {
        const bool last = i == cells - 1;
        if (last && scalp_cell_is(cell[i], "inf"))
            number[i] = INFINITY;
        else if (!scalp_cell_number(cell[i], &number[i]))
            return scalp_scan_fail(&table->scan, error, "%s is not a finite number%s.", names[i],
                                   last ? ", nor inf" : "");
    }
    *layer = (scalp_layer){number[0], number[1], number[2], number[3], number[4]};
    return SCALP_OK;
}

scalp_status scalp_codec_layers_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                                     const scalp_layer **layers, size_t *count,
                                     scalp_error *error) {
    void *place;
    bool found;
    scalp_table table = scalp_table_make(bytes, name, header, "layers", SCALP_OPTICS_MAX_LAYERS);
    SCALP_TRY(scalp_work_take(work, SCALP_OPTICS_MAX_LAYERS, sizeof(scalp_layer), &place, error));
    scalp_layer *list = place;
    for (;;) {
        SCALP_TRY(scalp_table_next(&table, &found, error));
        if (!found)
            break;
        SCALP_TRY(layer_read(&table, &list[table.count - 1], error));
    }
    if (table.count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s holds no layer; it needs the line %s and one "
                          "line for each layer.",
                          name, header);
    *layers = list;
    *count = table.count;
    return SCALP_OK;
}
