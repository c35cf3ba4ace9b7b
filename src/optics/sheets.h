/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside optics: what thin sheets in a stack take of the light that it would give back. */
#ifndef SCALPTOR_OPTICS_SHEETS_H
#define SCALPTOR_OPTICS_SHEETS_H

#include <scalptor/optics.h>

/* -dR/dmua per mm of thickness, R the diffuse exitance of light straight in, split by the light's
 * way through the sheet and by how it leaves: at its first meeting with the surface from inside,
 * or after having been reflected there. */
typedef struct scalp_sheet {
    struct {
        double first, later;
    } way[2];            /* down, up */
    double cosine, sine; /* means over what is taken, of the light's direction */
    double returned;     /* share of diffuse light down through the sheet that comes up again */
} scalp_sheet;

/* Sheets at the top of each layer, [w * layer_count + i]; `diffuse` gets R. Both are the caller's.
 * Adjoint perturbation: a sheet takes (light there) times (chance of that light to leave)
 * (Bell & Glasstone 1970, section 6.3). `nodes` as for a slab, and errors too. */
SCALP_CHECKED scalp_status scalp_slab_sheets_make(const scalp_stack *stack, int nodes,
                                                  const scalp_work *work, scalp_sheet *sheets,
                                                  double *diffuse, scalp_error *error);

#endif
