/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the practitioner must know about the answer, each with its reason. */
#include "parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

scalp_status match_warn(const match_scene *scene, scalp_match *match, scalp_error *error) {
    (void)scene;
    (void)match;
    (void)error;
    return SCALP_OK;
}
