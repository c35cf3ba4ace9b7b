/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rendered heads with drawn hair: what of it is found without a stroke, and what of the bare skin
 * is taken for hair. */
#include "check.h"

#include <scalptor/case.h>

enum { width = 420, height = 520, strands = 14000, pieces = 14 };

typedef struct drawn {
    const char *name;
    double skin_ita_deg;
    scalp_lab hair; /* L 0: bald */
    double yaw_deg;
    double most; /* of the hair that may be missed: thin hair of nearly skin's tone more */
    bool all;    /* of the scalp, as hair that was never lost */
} drawn;

/* A horseshoe, as hair is left at the last stages: below a line that rises towards the back. */
static bool is_haired(const scalp_head *head, scalp_vec3 p) {
    const double ear = head->landmarks[SCALP_TRAGION_L].y;
    const double top = head->landmarks[SCALP_VERTEX].y;
    return p.z < 45 && p.y < ear + (top - ear) * (0.55 - 0.15 * p.z / 90);
}

typedef struct canvas {
    uint8_t *pixels, *truth; /* truth: 1 hair, 2 near it */
    const scalp_image_curve *curve;
} canvas;

static void dab(canvas *c, double x, double y, const double rgb[3], double share) {
    for (int k = 0; k < 4; k++) {
        const int u = (int)floor(x) + k % 2, v = (int)floor(y) + k / 2;
        if (u < 3 || v < 3 || u >= width - 3 || v >= height - 3)
            continue;
        const double part = share * (1 - fabs(x - u)) * (1 - fabs(y - v));
        for (int b = 0; b < 3; b++) {
            uint8_t *to = &c->pixels[3 * (v * width + u) + b];
            const double linear = (double)c->curve->linear[*to] * (1 - part) + rgb[b] * part;
            *to = (uint8_t)scalp_image_sample_from_linear(c->curve, (float)linear);
        }
        if (part > 0.15)
            c->truth[v * width + u] = 1;
        for (int j = -3; j <= 3; j++)
            for (int i = -3; i <= 3; i++)
                c->truth[(v + j) * width + u + i] |= 2;
    }
}

/* One hair from a vertex downwards and back, as light as the skin below it makes it. */
static void draw_strand(canvas *c, const scalp_head *head, const scalp_camera *camera, uint32_t at,
                        const double hair[3], scalp_random *r) {
    const scalp_vec3 root = head->mesh.vertices[at], n = head->mesh.normals[at];
    const scalp_vec3 aim = {0.5 * scalp_random_normal(r), -1, -0.4 + 0.4 * scalp_random_normal(r)};
    const scalp_vec3 along =
        scalp_vec3_unit(scalp_vec3_sub(aim, scalp_vec3_scale(n, scalp_vec3_dot(aim, n))));
    const scalp_vec3 off = {3 * scalp_random_normal(r), 3 * scalp_random_normal(r),
                            3 * scalp_random_normal(r)};
    const scalp_vec2 place = scalp_camera_project(camera, root, NULL);
    if (!(place.x > 3 && place.y > 3 && place.x < width - 4 && place.y < height - 4))
        return;
    /* Half by the skin's own shade, half by how the hair lies. */
    const double light = 0.55 + 0.6 * scalp_random_uniform(r) - 0.25 * (n.z < 0.3);
    const double rgb[3] = {hair[0] * light, hair[1] * light, hair[2] * light};
    for (int k = 0; k < pieces; k++) {
        const double mm = k * 0.9;
        const scalp_vec3 p = scalp_vec3_add(
            scalp_vec3_add(root, off),
            scalp_vec3_add(scalp_vec3_scale(along, mm), scalp_vec3_scale(n, 1 + 0.2 * mm)));
        const scalp_vec2 px = scalp_camera_project(camera, p, NULL);
        dab(c, px.x, px.y, rgb, 0.7);
    }
}

static void draw_hair(canvas *c, const scalp_head *head, const scalp_camera *camera, scalp_lab lab,
                      bool all) {
    const scalp_rgb rgb = scalp_rgb_from_xyz(scalp_xyz_from_lab(lab));
    const double hair[3] = {rgb.r, rgb.g, rgb.b};
    const scalp_vec3 eye = scalp_camera_position(camera);
    scalp_random r = scalp_random_make(9, 0);
    for (int i = 0; i < strands;) {
        const uint32_t at = (uint32_t)scalp_random_below(&r, head->mesh.vertex_count);
        const scalp_vec3 p = head->mesh.vertices[at];
        const scalp_vec3 to = scalp_vec3_unit(scalp_vec3_sub(eye, p));
        i++;
        if (head->region[at] == SCALP_REGION_SCALP && (all || is_haired(head, p)) &&
            scalp_vec3_dot(to, head->mesh.normals[at]) > 0)
            draw_strand(c, head, camera, at, hair, &r);
    }
}

/* Shares of the scalp that is seen: of it under drawn hair what may be drawn on, and of the bare
 * what may not. */
typedef struct missed {
    double hair, skin;
} missed;

static missed count(const scalp_head *head, const scalp_camera *camera, const canvas *c,
                    const scalp_segments *s) {
    double hairs = 0, open = 0, bare = 0, lost = 0;
    const scalp_vec3 eye = scalp_camera_position(camera);
    for (size_t v = 0; v < head->mesh.vertex_count; v++) {
        const scalp_vec3 p = head->mesh.vertices[v];
        const scalp_vec3 to = scalp_vec3_unit(scalp_vec3_sub(eye, p));
        const double cosine = scalp_vec3_dot(to, head->mesh.normals[v]);
        const scalp_vec2 px = scalp_camera_project(camera, p, NULL);
        if (head->region[v] != SCALP_REGION_SCALP || cosine < 0.25)
            continue;
        const int at = (int)(px.y + 0.5) * width + (int)(px.x + 0.5);
        const bool kept = s->label[at] == SCALP_STUFF_HAIR || s->label[at] == SCALP_STUFF_OTHER;
        if (c->truth[at] & 1) {
            hairs += cosine;
            open += kept ? 0 : cosine;
        } else if (c->truth[at] == 0) {
            bare += cosine;
            lost += kept ? cosine : 0;
        }
    }
    return (missed){hairs > 0 ? open / hairs : 0, lost / bare};
}

static missed try(const drawn *d, check_work *w) {
    scalp_head head;
    scalp_image photo;
    scalp_seed_map map;
    scalp_segments segments;
    const scalp_case document = scalp_case_default();
    CHECK_STATUS(scalp_head_make(&document.measures, document.sex, &w->work, &head, NULL),
                 SCALP_OK);
    const scalp_camera camera =
        scalp_camera_make(&head, d->yaw_deg, 8, 0, 1200, 0.8, width, height);
    const scalp_head_look look = {.skin = scalp_lab_from_ita_deg(d->skin_ita_deg), .seed = 3};
    CHECK_STATUS(scalp_render_head(&head, &camera, &look, &w->work, &photo, NULL), SCALP_OK);
    canvas c = {.curve = &photo.curve[0]};
    c.pixels = scalp_arena_take(w->work.memory, width * height * 3, 1);
    c.truth = scalp_arena_take(w->work.memory, width * height, 1);
    memcpy(c.pixels, photo.pixels, width * height * 3);
    photo.pixels = c.pixels;
    if (d->hair.l > 0)
        draw_hair(&c, &head, &camera, d->hair, d->all);
    CHECK_STATUS(scalp_render_seeds(&head, &camera, &w->work, &map, NULL), SCALP_OK);
    CHECK_STATUS(scalp_segment_strokes(&photo, NULL, 0, &map, &w->work, &segments, NULL), SCALP_OK);
    return count(&head, &camera, &c, &segments);
}

int main(void) {
    static const drawn all[] = {
        {"bald, light", 55, {0, 0, 0}, 0, 0, false},
        {"white hair on light skin", 50, {88, 0, 4}, 50, 0.1, false},
        {"bald, dark, from the left", -40, {0, 0, 0}, 50, 0, false},
        {"white hair on dark skin", -40, {80, 0, 4}, 90, 0.1, false},
        {"bald, tanned", 20, {0, 0, 0}, 20, 0, false},
        {"bald, dark", -50, {0, 0, 0}, 0, 0, false},
        {"bald, light, from the left", 55, {0, 0, 0}, 50, 0, false},
        {"bald, light, from behind", 55, {0, 0, 0}, 180, 0, false},
        {"white hair on light skin, all over", 50, {88, 0, 4}, 0, 0.1, true},
        {"white hair on tanned skin", 20, {88, 0, 4}, -50, 0.1, false},
        {"grey hair on light skin", 50, {60, 0, 2}, 50, 0.2, false},
        {"grey hair on brown skin, all over", -10, {60, 0, 2}, 0, 0.2, true},
        {"black hair on dark skin", -40, {14, 1, 2}, 50, 0.1, false},
        {"brown hair on light skin", 50, {28, 6, 8}, 50, 0.1, false},
        {"blond hair on light skin", 50, {62, 6, 22}, 50, 0.3, false},
    };
    const int count_of = check_times(4, (int)(sizeof all / sizeof *all));
    for (int i = 0; i < count_of; i++) {
        CASE(all[i].name) {
            check_work w;
            check_work_open(&w, 2);
            const missed m = try(&all[i], &w);
            printf("# %.2f %% of the hair may be drawn on, %.2f %% of the bare scalp not\n",
                   100 * m.hair, 100 * m.skin);
            CHECK_AT_MOST(m.hair, all[i].most);
            CHECK_AT_MOST(m.skin, 0.01);
            check_work_close(&w);
        }
        check_end_case();
    }
    return check_done();
}
