/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A case of one photo whose truth is known: the landmarks are those of a standard head seen by a
 * camera of our own. Sparse and small, so that the whole path takes a moment. */
#ifndef SCALPTOR_TESTS_PHOTO_CASE_H
#define SCALPTOR_TESTS_PHOTO_CASE_H

#include "check.h"

#include <scalptor/case.h>

typedef struct photo_case {
    scalp_case document;
    scalp_photo_facts facts[1];
    scalp_head head;
    scalp_camera camera;
} photo_case;

static inline void photo_case_landmarks(photo_case *x) {
    static const scalp_landmark seen[] = {
        SCALP_GLABELLA,   SCALP_NASION,        SCALP_SUBNASALE,
        SCALP_MENTON,     SCALP_EXOCANTHION_L, SCALP_EXOCANTHION_R,
        SCALP_CHEILION_L, SCALP_CHEILION_R,    SCALP_TRAGION_L};
    scalp_case_photo *photo = &x->document.photos[0];
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++) {
        photo->has[seen[i]] = true;
        photo->px[seen[i]] = scalp_camera_project(&x->camera, x->head.landmarks[seen[i]], NULL);
    }
}

static inline void photo_case_make(photo_case *x, const scalp_work *work) {
    scalp_error error = {SCALP_OK, ""};
    memset(x, 0, sizeof *x);
    x->document = scalp_case_default();
    x->document.measures = scalp_head_measures_mean("male");
    x->document.density_per_cm2 = 25;
    memcpy(x->document.loss_stage, "III", 4);
    CHECK_STATUS(scalp_head_make(&x->document.measures, "male", work, &x->head, &error), SCALP_OK);
    x->camera = scalp_camera_make(&x->head, 20, 15, 0, 900, 0.7, 480, 640);
    x->document.photo_count = 1;
    x->document.photos[0] = scalp_case_photo_default();
    memcpy(x->document.photos[0].id, "front", 6);
    memcpy(x->document.photos[0].file, "front.png", 10);
    photo_case_landmarks(x);
    x->facts[0].width = x->camera.width;
    x->facts[0].height = x->camera.height;
    scalp_hash hash = scalp_hash_make();
    scalp_hash_hex(&hash, x->facts[0].sha256);
}

#endif
