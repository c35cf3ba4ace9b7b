/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the scene says that something else than skin lies, the photo comes back. Private to this
 * room. */
#ifndef SCALPTOR_RENDER_KEEP_H
#define SCALPTOR_RENDER_KEEP_H

#include <scalptor/image.h>

/* Blends in linear light: all of `drawn` where `skin` is 255, all of the photo where it is 0. Rows
 * in parallel. */
void scalp_photo_keep(const scalp_image *photo, const uint8_t *skin, const scalp_work *work,
                      void *drawn);

#endif
