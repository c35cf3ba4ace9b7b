/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the scene says that something else than skin lies, the photo comes back. Private to this
 * room. */
#ifndef SCALPTOR_RENDER_KEEP_H
#define SCALPTOR_RENDER_KEEP_H

#include <scalptor/render.h>

/* Blends in linear light: all of `drawn` where the mask is 255, all of the photo where it is 0.
 * Rows in parallel. */
void scalp_photo_keep(const scalp_image *photo, const scalp_mask *mask, const scalp_work *work,
                      void *drawn);

#endif
