/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCALP_INSPECT_STUBS_H
#define SCALP_INSPECT_STUBS_H

/* How likely what has these traits (SCALP_TRAITS of them, of a find that is pigment or hair) is a
 * shaved hair without pigment, 0..1. */
double scalp_stub_likely(const float *trait);

#endif
