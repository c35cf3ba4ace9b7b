/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fitted head says of a photo: where skin surely is, where ears are, where nothing of the
 * head is, and what it is that does not look like skin there. */
#include "raster.h"

#include <scalptor/render.h>

#include <math.h>
#include <string.h>

static const double cells_per_mm = 1;
static const int most_side = 1024;
static const int inset = 6;         /* mm: the fit is not that good at outlines */
static const int well_outside = 22; /* mm */
static const int hair_outside = 15; /* mm: how far hair may stand out */
static const double forehead_mm = 52, below_eyes_mm = 8;
static const double bare_mm = 30; /* above the glabella: higher up hair may hang */
static const double below_nose_mm = 4;
static const float feature_mm = 5; /* around lips, brows and lids */

typedef struct seeding {
    const scalp_head *head;
    const scalp_raster *raster;
    scalp_vec3 toward; /* the camera, from the middle of the head */
    uint8_t *region;   /* 1 + region; 0: nothing */
    uint8_t *seed, *guess;
    int width, height,
        chin; /* the row of the chin, when the head is upright; below, no ground is known */
} seeding;

/* How far the cell is from any of another value: whether all within `reach` are alike. Two passes
 * of a city-block distance (Rosenfeld and Pfaltz 1966). */
static void distance(const uint8_t *on, int w, int h, uint8_t *away) {
    for (int turn = 0; turn < 2; turn++) {
        for (int k = 0; k < w * h; k++) {
            const int i = turn == 0 ? k : w * h - 1 - k;
            const int x = i % w, y = i / w, step = turn == 0 ? -1 : 1;
            if (turn == 0)
                away[i] = on[i] ? 255 : 0;
            const bool side = turn == 0 ? x > 0 : x + 1 < w;
            const bool line = turn == 0 ? y > 0 : y + 1 < h;
            if (side && away[i + step] + 1 < away[i])
                away[i] = (uint8_t)(away[i + step] + 1);
            if (line && away[i + step * w] + 1 < away[i])
                away[i] = (uint8_t)(away[i + step * w] + 1);
        }
    }
}

static uint32_t nearest_corner(const scalp_head *head, const scalp_raster *r, size_t at) {
    const uint32_t *v = head->mesh.faces[r->face[at]].v;
    const float u = r->u[at], w = r->v[at], rest = 1 - u - w;
    return rest >= u && rest >= w ? v[0] : u >= w ? v[1] : v[2];
}

/* Hair may hang over the forehead, and a beard is hair; but below the nose there are shadow,
 * stubble and folds as well. Between them are eyes, glasses, nostrils and lips. */
static uint8_t guess_of_face(const scalp_head *head, uint32_t v, const scalp_head_paint *paint) {
    const double y = head->mesh.vertices[v].y;
    if (y > head->landmarks[SCALP_GLABELLA].y + bare_mm)
        return 1 + SCALP_STUFF_HAIR;
    if (y < head->landmarks[SCALP_SUBNASALE].y - below_nose_mm &&
        !(paint && paint->lip_mm < feature_mm))
        return (1 + SCALP_STUFF_HAIR) | SCALP_SEED_DOUBTED;
    return 1 + SCALP_STUFF_OTHER;
}

static void set_cell(const seeding *s, size_t at, const uint8_t *in, const uint8_t *out,
                     const uint8_t *scalp) {
    if (!s->region[at]) {
        s->seed[at] = out[at] >= well_outside ? 1 + SCALP_STUFF_BACKGROUND : 0;
        /* Hair stands out beyond the skin. */
        if (out[at] <= hair_outside && scalp[at] <= out[at] + 1)
            s->guess[at] = 1 + SCALP_STUFF_HAIR;
        return;
    }
    const uint32_t v = nearest_corner(s->head, s->raster, at);
    const scalp_head_paint *paint = s->head->paint ? &s->head->paint[v] : NULL;
    const bool feature = paint && (paint->lip_mm < feature_mm || paint->brow_mm < feature_mm ||
                                   paint->lash_mm < 3 * feature_mm);
    const scalp_vec3 n = s->head->mesh.normals[v];
    const bool frontal = scalp_vec3_dot(n, s->toward) > 0.55;
    switch (s->region[at] - 1) {
    case SCALP_REGION_SCALP:
        s->guess[at] = in[at] > 2 ? 1 + SCALP_STUFF_HAIR : 0;
        break;
    case SCALP_REGION_FACE:
        s->guess[at] = guess_of_face(s->head, v, paint);
        if (!feature && in[at] >= inset && frontal)
            s->seed[at] = 1 + SCALP_STUFF_SKIN;
        break;
    default: /* ears look like skin: the preview keeps off them by the head itself */
        break;
    }
}

/* A beard or a shadow is not what skin looks like, nor is hair over the temples: of the face only
 * the forehead, the nose and the cheeks are taken. */
static bool is_plain(const scalp_head *head, uint32_t v) {
    const scalp_vec3 p = head->mesh.vertices[v];
    const double low = (head->landmarks[SCALP_SUBNASALE].y + head->landmarks[SCALP_NASION].y) / 2;
    const double eyes = head->landmarks[SCALP_EXOCANTHION_L].y;
    const double high = head->landmarks[SCALP_GLABELLA].y + bare_mm;
    return p.y > low && p.y < high && (fabs(p.x) < forehead_mm || p.y < eyes - below_eyes_mm);
}

static void set_all(const seeding *s, uint8_t *in, uint8_t *out, uint8_t *scalp, uint8_t *on) {
    const size_t cells = (size_t)s->width * (size_t)s->height;
    for (size_t i = 0; i < cells; i++)
        on[i] = s->region[i] > 0;
    distance(on, s->width, s->height, in);
    for (size_t i = 0; i < cells; i++)
        on[i] = s->region[i] == 0;
    distance(on, s->width, s->height, out);
    for (size_t i = 0; i < cells; i++)
        on[i] = s->region[i] != 1 + SCALP_REGION_SCALP;
    distance(on, s->width, s->height, scalp);
    for (size_t i = 0; i < cells; i++) {
        set_cell(s, i, in, out, scalp);
        /* Shoulders may be bare, and then they look like skin. */
        if (s->seed[i] == 1 + SCALP_STUFF_BACKGROUND && (int)(i / (size_t)s->width) > s->chin)
            s->seed[i] = 0;
        if (s->seed[i] == 1 + SCALP_STUFF_SKIN &&
            !is_plain(s->head, nearest_corner(s->head, s->raster, i)))
            s->seed[i] = 0;
    }
}

static scalp_camera shrunk(const scalp_camera *camera, double scale, int *width, int *height) {
    scalp_camera c = *camera;
    c.focal_px *= scale;
    c.centre_x = (c.centre_x + 0.5) * scale - 0.5;
    c.centre_y = (c.centre_y + 0.5) * scale - 0.5;
    *width = (int)ceil(camera->width * scale);
    *height = (int)ceil(camera->height * scale);
    c.width = *width;
    c.height = *height;
    return c;
}

scalp_status scalp_render_seeds(const scalp_head *head, const scalp_camera *camera,
                                const scalp_work *work, scalp_seed_map *map, scalp_error *error) {
    const scalp_vec3 eye = scalp_camera_position(camera);
    const double px_per_mm = camera->focal_px / fmax(scalp_vec3_length(eye), 1);
    double scale = cells_per_mm / px_per_mm;
    const int longest = camera->width > camera->height ? camera->width : camera->height;
    scale = fmin(scale, (double)most_side / longest);
    seeding s = {.head = head, .toward = scalp_vec3_unit(eye)};
    const scalp_camera small = shrunk(camera, scale, &s.width, &s.height);
    const size_t cells = (size_t)s.width * (size_t)s.height;
    void *memory;
    const double chin = scalp_camera_project(&small, head->landmarks[SCALP_MENTON], NULL).y;
    const double brow = scalp_camera_project(&small, head->landmarks[SCALP_GLABELLA], NULL).y;
    s.chin = chin > brow && chin < s.height ? (int)chin : s.height;
    SCALP_TRY(scalp_work_take(work, cells, 2, &memory, error));
    s.seed = memory;
    s.guess = s.seed + cells;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    const scalp_raster_window window = {0, 0, s.width, s.height, 1};
    scalp_raster raster;
    SCALP_TRY(scalp_raster_make(&head->mesh, &small, &window, work, &raster, error));
    SCALP_TRY(scalp_work_take(work, cells, 5, &memory, error));
    s.raster = &raster;
    s.region = memory;
    for (size_t i = 0; i < cells; i++)
        s.region[i] = raster.face[i] == SCALP_RASTER_NONE
                          ? 0
                          : (uint8_t)(1 + head->region[nearest_corner(head, &raster, i)]);
    set_all(&s, s.region + cells, s.region + 2 * cells, s.region + 3 * cells, s.region + 4 * cells);
    scalp_arena_return(work->memory, mark);
    *map = (scalp_seed_map){s.width, s.height, s.seed, s.guess};
    return SCALP_OK;
}
