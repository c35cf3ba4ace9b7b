/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool scalp_pdf_add(scalp_pdf *pdf, const void *data, size_t size) {
    if (pdf->size + size + 1 > pdf->room) {
        const size_t room = 2 * (pdf->room + size) + 65536;
        void *place;
        if (scalp_work_take(pdf->work, room, 1, &place, pdf->error) != SCALP_OK)
            return false;
        if (pdf->size)
            memcpy(place, pdf->data, pdf->size);
        pdf->data = place;
        pdf->room = room;
    }
    memcpy(pdf->data + pdf->size, data, size);
    pdf->size += size;
    pdf->data[pdf->size] = 0; /* so that the tail can be searched as text */
    return true;
}

/* Where `word` last stands before `end`, or NULL. The file holds NULs: bytes are compared. */
static const char *last(const scalp_pdf *pdf, const char *end, const char *word) {
    const size_t length = strlen(word);
    for (const char *at = end - length; at >= pdf->data; at--)
        if (memcmp(at, word, length) == 0)
            return at;
    return NULL;
}

/* The number behind `word` in the trailer; -1: it is not there. */
static long number_behind(const scalp_pdf *pdf, const char *word) {
    const char *at = last(pdf, pdf->data + pdf->size, word);
    return at ? strtol(at + strlen(word), NULL, 10) : -1;
}

scalp_status scalp_pdf_close(scalp_pdf *pdf, scalp_bytes *bytes) {
    char word[64], text[512];
    const long start = number_behind(pdf, "startxref"), count = number_behind(pdf, "/Size"),
               root = number_behind(pdf, "/Root"), facts = number_behind(pdf, "/Info");
    snprintf(word, sizeof word, "\n%ld 0 obj\n", root);
    const char *catalog = last(pdf, pdf->data + pdf->size, word);
    const char *open = catalog ? strstr(catalog, "<<") : NULL;
    const char *close = open ? strstr(open, "endobj") : NULL;
    if (start < 0 || count < 0 || root < 0 || facts < 0 || !close || close - open > 300)
        return scalp_fail(pdf->error, SCALP_ERR_MACHINE,
                          "The PDF came out in a form that is not expected; report this with the "
                          "version of cairo.");
    const size_t object = pdf->size;
    const int length = snprintf(
        text, sizeof text, "%ld 0 obj\n<< /ViewerPreferences << /PrintScaling /None >>%.*sendobj\n",
        root, (int)(close - open - 2), open + 2);
    if (!scalp_pdf_add(pdf, text, (size_t)length))
        return SCALP_ERR_MEMORY;
    const size_t table = pdf->size;
    const int tail = snprintf(text, sizeof text,
                              "xref\n%ld 1\n%010zu 00000 n \ntrailer\n<< /Size %ld /Root %ld 0 R "
                              "/Info %ld 0 R /Prev %ld >>\nstartxref\n%zu\n%%%%EOF\n",
                              root, object, count, root, facts, start, table);
    if (!scalp_pdf_add(pdf, text, (size_t)tail))
        return SCALP_ERR_MEMORY;
    *bytes = (scalp_bytes){(const uint8_t *)pdf->data, pdf->size};
    return SCALP_OK;
}

scalp_status scalp_codec_pdf_actual_size(scalp_bytes drawn, const scalp_work *work,
                                         scalp_bytes *bytes, scalp_error *error) {
    scalp_pdf pdf = {.work = work, .error = error};
    if (!scalp_pdf_add(&pdf, drawn.data, drawn.size))
        return SCALP_ERR_MEMORY;
    return scalp_pdf_close(&pdf, bytes);
}
