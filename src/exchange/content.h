/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside exchange: the content lines that address cards and calendars share (RFC 5545, 3.1). */
#ifndef SCALPTOR_EXCHANGE_CONTENT_H
#define SCALPTOR_EXCHANGE_CONTENT_H

#include <scalptor/base.h>

/* NAME:value, as it stands. */
void scalp_content_put(scalp_writer *out, const char *name, const char *value);
/* NAME:first;second;... each escaped, so that it is one text or one component. */
void scalp_content_texts(scalp_writer *out, const char *name, const char *const *values,
                         size_t count);
void scalp_content_text(scalp_writer *out, const char *name, const char *value);

#endif
