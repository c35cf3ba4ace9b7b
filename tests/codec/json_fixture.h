/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents as C texts, and what is said of them. */
#ifndef SCALPTOR_TESTS_JSON_FIXTURE_H
#define SCALPTOR_TESTS_JSON_FIXTURE_H

#include "check.h"

#include <scalptor/codec.h>

static inline scalp_bytes bytes_of(const char *text) {
    return (scalp_bytes){(const uint8_t *)text, strlen(text)};
}

/* Reading must fail with SCALP_ERR_INPUT and say `wanted` behind the file's name. */
static inline void check_refused(const char *text, const char *wanted) {
    static const char *const name = "case.json: ";
    scalp_case document = scalp_case_default(), before = document;
    scalp_error error = {SCALP_OK, ""};
    const scalp_status status =
        scalp_codec_case_read(bytes_of(text), "case.json", &document, &error);
    if (status != SCALP_ERR_INPUT || error.status != status)
        CHECK_FAILED("%.200s gave status %d", text, (int)status);
    if (strncmp(error.message, name, strlen(name)) != 0 ||
        strncmp(error.message + strlen(name), wanted, strlen(wanted)) != 0)
        CHECK_FAILED("%.200s gave \"%s\", not \"%s\"", text, error.message, wanted);
    CHECK(strchr(error.message, '\n') == NULL);
    CHECK(memcmp(&document, &before, sizeof document) == 0);
}

/* The same for the members of a document besides its version. */
static inline void check_refused_part(const char *members, const char *wanted) {
    char text[4096];
    snprintf(text, sizeof text, "{\"scalptor_case\": 1, %s}", members);
    check_refused(text, wanted);
}

#endif
