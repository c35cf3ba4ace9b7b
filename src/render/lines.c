/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The design's lines over a picture: for the talk about it, never as part of a preview's skin. */
#include <scalptor/render.h>

#include <math.h>
#include <string.h>

static const double hidden_mm = 2.5;      /* of skin before a line do not hide it */
static const double width_share = 0.0011; /* half the line's width by the picture's */

typedef struct ink {
    float rgb[3];
} ink;

static const ink of_hairline = {{0.02f, 0.62f, 0.85f}}, of_area = {{0.95f, 0.62f, 0.05f}};

typedef struct drawing {
    const scalp_scene *scene;
    const scalp_bvh *bvh;
    const scalp_image *like;
    uint8_t *pixels;
    double radius;
} drawing;

static void mix(const drawing *d, size_t at, unsigned sample, double cover) {
    if (d->like->bits == 16) {
        uint16_t old;
        memcpy(&old, d->pixels + 2 * at, 2);
        old = (uint16_t)floor(old + cover * ((double)sample - old) + 0.5);
        memcpy(d->pixels + 2 * at, &old, 2);
    } else {
        d->pixels[at] =
            (uint8_t)floor(d->pixels[at] + cover * ((double)sample - d->pixels[at]) + 0.5);
    }
}

static void blot(const drawing *d, scalp_vec2 at, const ink *colour) {
    const scalp_image *im = d->like;
    const int colours = scalp_image_colours(im), reach = (int)d->radius + 2;
    for (int y = (int)at.y - reach; y <= (int)at.y + reach; y++) {
        for (int x = (int)at.x - reach; x <= (int)at.x + reach; x++) {
            const double dx = x - at.x, dy = y - at.y;
            const double cover = scalp_clamp(d->radius + 0.5 - sqrt(dx * dx + dy * dy), 0, 1);
            if (x < 0 || y < 0 || x >= im->width || y >= im->height || !(cover > 0))
                continue;
            for (int c = 0; c < colours; c++) {
                const unsigned sample =
                    scalp_image_sample_from_linear(&im->curve[c], colour->rgb[c]);
                mix(d, ((size_t)y * (size_t)im->width + (size_t)x) * (size_t)im->bands + (size_t)c,
                    sample, cover);
            }
        }
    }
}

static bool visible(const drawing *d, scalp_vec3 p) {
    const scalp_vec3 to_eye = scalp_vec3_sub(scalp_camera_position(&d->scene->camera), p);
    scalp_mesh_point hit;
    double s;
    return !scalp_bvh_cast(d->bvh, p, scalp_vec3_unit(to_eye), hidden_mm, &hit, &s) ||
           s > scalp_vec3_length(to_eye);
}

static void draw_piece(const drawing *d, scalp_vec3 a, scalp_vec3 b, const ink *colour) {
    const scalp_camera *camera = &d->scene->camera;
    double depth_a, depth_b;
    const scalp_vec2 p = scalp_camera_project(camera, a, &depth_a);
    const scalp_vec2 q = scalp_camera_project(camera, b, &depth_b);
    if (!(depth_a > 1 && depth_b > 1))
        return;
    const double length = sqrt((q.x - p.x) * (q.x - p.x) + (q.y - p.y) * (q.y - p.y));
    const int steps = (int)scalp_clamp(2 * length, 1, 2000);
    for (int i = 0; i < steps; i++) {
        const double t = (double)i / steps;
        const scalp_vec3 at = scalp_vec3_add(a, scalp_vec3_scale(scalp_vec3_sub(b, a), t));
        const scalp_vec2 px = scalp_camera_project(camera, at, NULL);
        if (px.x > -9 && px.y > -9 && px.x < camera->width + 9 && px.y < camera->height + 9 &&
            visible(d, at))
            blot(d, px, colour);
    }
}

static void draw_line(const drawing *d, const scalp_vec3 *points, size_t count, bool closed,
                      const ink *colour) {
    for (size_t i = 0; i + 1 < count + closed; i++)
        draw_piece(d, points[i], points[(i + 1) % count], colour);
}

/* A ring about a place: at least as wide as it can be seen. */
static void draw_ring(const drawing *d, scalp_vec3 middle, double radius_mm, const ink *colour) {
    enum { corners = 24 };
    const scalp_camera *camera = &d->scene->camera;
    double depth, distance;
    (void)scalp_camera_project(camera, middle, &depth);
    const double least_mm = depth > 1 ? 3 * d->radius * depth / camera->focal_px : 0;
    const scalp_mesh_point at = scalp_bvh_closest(d->bvh, middle, &distance);
    scalp_vec3 u, v, ring[corners];
    scalp_vec3_tangents(scalp_mesh_normal(&d->scene->head->mesh, at), &u, &v);
    for (int i = 0; i < corners; i++) {
        double s, c;
        scalp_sincos(2 * SCALP_PI * i / corners, &s, &c);
        const double r = fmax(radius_mm, least_mm);
        ring[i] = scalp_vec3_add(
            middle, scalp_vec3_add(scalp_vec3_scale(u, r * c), scalp_vec3_scale(v, r * s)));
    }
    draw_line(d, ring, corners, true, colour);
}

static void draw_area(const drawing *d, const scalp_area_result *a) {
    draw_line(d, a->outline, a->outline_count, a->kind != SCALP_AREA_SCAR_LINE, &of_area);
    for (size_t h = 0; h < SCALP_DESIGN_AREA_HOLES; h++)
        draw_line(d, a->hole[h], a->hole_count[h], true, &of_area);
    for (size_t i = 0; i < a->mark_count; i++)
        draw_ring(d, a->marks[i], a->mark_mm, &of_area);
}

scalp_status scalp_render_lines(const scalp_scene *scene, const scalp_image *image,
                                const scalp_work *work, scalp_image *picture, scalp_error *error) {
    const scalp_design *design = scene->design;
    drawing d = {.scene = scene, .like = image};
    void *memory;
    const size_t bytes = scalp_image_bytes(image);
    if (image->width != scene->camera.width || image->height != scene->camera.height)
        return scalp_fail(error, SCALP_ERR_INPUT, "The picture is %d x %d, its camera's %d x %d.",
                          image->width, image->height, scene->camera.width, scene->camera.height);
    SCALP_TRY(scalp_bvh_make(&scene->head->mesh, work, &d.bvh, error));
    SCALP_TRY(scalp_work_take(work, bytes, 1, &memory, error));
    d.pixels = memory;
    memcpy(d.pixels, image->pixels, bytes);
    d.radius = fmax(width_share * fmax(image->width, image->height), 0.8);
    for (size_t i = 0; i < design->area_count; i++)
        draw_area(&d, &design->areas[i]);
    if (design->treats_scalp)
        draw_line(&d, design->hairline, design->hairline_count, false, &of_hairline);
    *picture = *image;
    picture->pixels = d.pixels;
    return SCALP_OK;
}
