/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside optics: what a stack of layers may be. */
#ifndef SCALPTOR_OPTICS_LAYERS_H
#define SCALPTOR_OPTICS_LAYERS_H

#include <scalptor/optics.h>

/* SCALP_ERR_INPUT, SCALP_ERR_LIMIT: as scalp_optics_slab_make says. */
SCALP_CHECKED scalp_status scalp_stack_check(const scalp_stack *stack, scalp_error *error);

#endif
