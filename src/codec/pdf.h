/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside codec: a PDF that cairo writes piece by piece, and what cairo cannot say in it. */
#ifndef SCALPTOR_CODEC_PDF_H
#define SCALPTOR_CODEC_PDF_H

#include <scalptor/codec.h>

typedef struct scalp_pdf {
    const scalp_work *work;
    scalp_error *error;
    char *data;
    size_t size, room;
} scalp_pdf;

/* False when memory is out; the error is written. */
bool scalp_pdf_add(scalp_pdf *pdf, const void *data, size_t size);
/* The whole file, with the viewer told to print it at actual size (ISO 32000-1, 12.2: PrintScaling
 * none) by an update at its end (7.5.6). SCALP_ERR_MEMORY, SCALP_ERR_MACHINE. */
SCALP_CHECKED scalp_status scalp_pdf_close(scalp_pdf *pdf, scalp_bytes *bytes);

#endif
