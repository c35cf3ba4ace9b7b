/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions that the tests of the room ask. */
#ifndef SCALPTOR_TESTS_MATCH_ASKS_H
#define SCALPTOR_TESTS_MATCH_ASKS_H

#include "check.h"

#include <scalptor/match.h>

/* Skin of the six types, by individual typology angle. */
static const double asks_ita_deg[6] = {58, 48, 35, 19, -10, -45};

static inline scalp_match_request ask_hair(double ita_deg, const char *hair) {
    return (scalp_match_request){.skin = scalp_lab_from_ita_deg(ita_deg),
                                 .hair = scalp_hair_find(hair),
                                 .worn_length_mm = 0.5};
}

static inline scalp_match_request ask_stubble(scalp_lab skin, scalp_lab stubble) {
    return (scalp_match_request){.skin = skin, .has_stubble = true, .stubble = stubble};
}

static inline scalp_match answer(const scalp_match_request *ask, const scalp_work *work) {
    scalp_match match = {.has_runner_up = false};
    scalp_error error = {SCALP_OK, ""};
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    CHECK_STATUS(scalp_match_make(ask, work, &match, &error), SCALP_OK);
    if (error.message[0])
        CHECK_FAILED("%s", error.message);
    scalp_arena_return(work->memory, mark);
    return match;
}

static inline bool warned(const scalp_match *match, const char *of) {
    for (size_t i = 0; i < match->warning_count; i++) {
        if (strstr(match->warnings[i], of))
            return true;
    }
    return false;
}

#endif
