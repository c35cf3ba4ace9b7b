/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit_text.h"

#include <math.h>

double scalp_fit_round6(double x) {
    /* A whole number over 1e6, both exact, is rounded once: as strtod rounds the decimal. */
    return floor(x * 1e6 + 0.5) / 1e6;
}

const char *scalp_fit_focal_name(int source) {
    static const char *const names[] = {"case", "exif", "solved", "assumed"};
    return source >= SCALP_FOCAL_GIVEN && source <= SCALP_FOCAL_ASSUMED ? names[source] : NULL;
}

const char *scalp_fit_scale_name(int source) {
    static const char *const names[] = {"length", "iris", "head", "prior"};
    return source >= SCALP_SCALE_LENGTH && source <= SCALP_SCALE_PRIOR ? names[source] : NULL;
}

/* One step of a 64-bit hash: a multiplication spreads each bit upwards, the shift brings the high
 * ones back down. Against mistakes, not against forgers. */
static uint64_t stir(uint64_t state, uint32_t word) {
    state = (state ^ word) * 0x9e3779b97f4a7c15u;
    return state ^ state >> 32;
}

static uint32_t word_from_mm(double mm) {
    return (uint32_t)(int64_t)floor(scalp_clamp(mm, -2000, 2000) * 1e6 + 0.5);
}

void scalp_fit_fingerprint(const scalp_head *head, char hex[SCALP_FINGERPRINT_HEX]) {
    uint64_t state = stir(0, (uint32_t)head->mesh.vertex_count);
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        const scalp_vec3 p = head->mesh.vertices[i];
        state = stir(stir(stir(state, word_from_mm(p.x)), word_from_mm(p.y)), word_from_mm(p.z));
    }
    for (size_t f = 0; f < head->mesh.face_count; f++) {
        const uint32_t *v = head->mesh.faces[f].v;
        state = stir(stir(stir(state, v[0]), v[1]), v[2]);
    }
    for (int i = 0; i < 16; i++)
        hex[i] = "0123456789abcdef"[state >> (60 - 4 * i) & 15];
    hex[16] = 0;
}
