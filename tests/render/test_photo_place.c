/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a preview may change a photo and where not: within the planned zone grown by a dot's reach,
 * up to the head's outline in the photo and not beyond, nothing on ears, nothing from the far side;
 * and the same bytes with any number of threads. */
#include "spectral.h"

enum { side = 390 };
static const double scale = 3; /* px per mm at the ball's nearest point */

static scalp_image draw(const scalp_scene *scene, const scalp_image *photo, scalp_stage stage,
                        unsigned sessions, const scalp_work *work) {
    scalp_image picture = *photo;
    const scalp_render_params params = {
        .stage = stage, .sessions = sessions, .skin = &spectral_skin};
    CHECK_STATUS(scalp_render_photo(scene, photo, &params, work, &picture, NULL), SCALP_OK);
    return picture;
}

static bool same_pixel(const scalp_image *a, const scalp_image *b, int x, int y) {
    const size_t n = (size_t)a->bands * (size_t)a->bits / 8;
    const size_t at = ((size_t)y * (size_t)a->width + (size_t)x) * n;
    return memcmp((const uint8_t *)a->pixels + at, (const uint8_t *)b->pixels + at, n) == 0;
}

/* Mean share of green light gone between two distances (px) from the ball's middle. */
static double ring(const scalp_scene *s, const scalp_image *before, const scalp_image *after,
                   double from, double to) {
    double was = 0, is = 0;
    for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
            const double r = hypot(x - s->camera.centre_x, y - s->camera.centre_y);
            if (r < from || r >= to || y > side / 2 - 40)
                continue;
            was += (double)scalp_image_linear(before, x, y, 1);
            is += (double)scalp_image_linear(after, x, y, 1);
        }
    }
    return 1 - is / was;
}

static void check_outline(const ball *b, double grown) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_scene s = ball_scene(b, scale, side, side);
    const scalp_image photo = ball_photo(&s.camera, grown, 3, &w.work);
    const scalp_image picture = draw(&s, &photo, SCALP_STAGE_HEALED, 0, &w.work);
    const double limb = ball_mm / sqrt(ball_away_mm * ball_away_mm - ball_mm * ball_mm);
    const double edge = s.camera.focal_px * limb * (ball_mm + grown) / ball_mm;
    const double middle = ring(&s, &photo, &picture, 40, 100);
    CHECK_NEAR(middle, spectral_shadow(&b->plan, &w.work), 0.008);
    CHECK_NEAR(ring(&s, &photo, &picture, edge - 5, edge - 2) / middle, 1, 0.10); /* no rim */
    CHECK_NEAR(ring(&s, &photo, &picture, edge - 15, edge - 5) / middle, 1, 0.10);
    CHECK_AT_MOST(ring(&s, &photo, &picture, edge + 1.5, edge + 3) / middle, 0.04); /* no halo */
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x++)
            if (hypot(x - s.camera.centre_x, y - s.camera.centre_y) > edge + 3)
                CHECK(same_pixel(&photo, &picture, x, y));
    check_work_close(&w);
}

/* The ball with a smaller one before it, as a nose before a cheek. */
static ball with_nose(const ball *whole, double radius, const scalp_work *work) {
    ball b = *whole;
    const scalp_mesh nose = shape_ball(radius, 20, work), *big = &whole->head.mesh;
    const size_t n = big->vertex_count + nose.vertex_count, f = big->face_count + nose.face_count;
    scalp_vec3 *v = scalp_arena_take(work->memory, n, sizeof *v);
    scalp_face *t = scalp_arena_take(work->memory, f, sizeof *t);
    double *density = scalp_arena_take(work->memory, n, sizeof *density);
    uint8_t *zone = scalp_arena_take(work->memory, f, 1);
    b.head.region = scalp_arena_take(work->memory, n, 1);
    memcpy(v, big->vertices, big->vertex_count * sizeof *v);
    memcpy(t, big->faces, big->face_count * sizeof *t);
    memcpy(zone, whole->design.zone, big->face_count);
    memcpy(density, whole->design.density_per_cm2, big->vertex_count * sizeof *density);
    for (size_t i = 0; i < nose.vertex_count; i++)
        v[big->vertex_count + i] =
            scalp_vec3_add(nose.vertices[i], (scalp_vec3){0, 0, ball_mm + radius - 2});
    for (size_t i = 0; i < nose.face_count; i++)
        for (int k = 0; k < 3; k++)
            t[big->face_count + i].v[k] = nose.faces[i].v[k] + (uint32_t)big->vertex_count;
    CHECK_STATUS(scalp_mesh_make(v, n, t, f, work, &b.head.mesh, NULL), SCALP_OK);
    b.design.density_per_cm2 = density;
    b.design.zone = zone;
    return b;
}

int main(void) {
    check_work w;
    check_work_open(&w, 2);
    ball whole, cap;
    ball_mesh(&whole, ball_everywhere, &w.work);
    ball_dots(&whole, ball_everywhere, &w.work);
    ball_mesh(&cap, ball_cap, &w.work);
    ball_dots(&cap, ball_cap, &w.work);
    CASE("the shadow runs up to the photo's own outline, within the model's and beyond it") {
        check_outline(&whole, 0);
        check_outline(&whole, 4);
        check_outline(&whole, -4);
    }
    CASE("pixels beyond the zone grown by a dot's reach keep their bytes, alpha included") {
        const scalp_scene s = ball_scene(&cap, scale, side, side);
        const scalp_image photo = ball_photo(&s.camera, 0, 4, &w.work);
        const scalp_image picture = draw(&s, &photo, SCALP_STAGE_FRESH, 0, &w.work);
        size_t changed = 0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                scalp_vec3 p;
                const bool seen = ball_seen(&s.camera, x, y, &p);
                /* Facets of the model reach 2.6 mm beyond the field's own edge. */
                if (!same_pixel(&photo, &picture, x, y)) {
                    changed++;
                    CHECK(!seen || p.y > 10 - 2.6 - 1.5 - 0.4);
                }
                const size_t alpha = ((size_t)y * side + (size_t)x) * 4 + 3;
                CHECK(((const uint8_t *)picture.pixels)[alpha] == 200);
            }
        }
        CHECK(changed > 12000);
    }
    CASE("dots on the far side, and a zone that is not in the picture, change nothing") {
        ball b = whole;
        scalp_dot far[3] = {ball_dot((scalp_vec3){0, 0, -1}, 1),
                            ball_dot((scalp_vec3){1, 0, -1}, 1),
                            ball_dot((scalp_vec3){0, 1, -.4}, 1)};
        b.plan.layout.dots = far;
        b.plan.layout.dot_count = 3;
        double *thin = scalp_arena_take(w.work.memory, b.head.mesh.vertex_count, sizeof *thin);
        for (size_t i = 0; i < b.head.mesh.vertex_count; i++)
            thin[i] = 1e-9;
        b.design.density_per_cm2 = thin;
        scalp_scene s = ball_scene(&b, scale, side, side);
        const scalp_image photo = ball_photo(&s.camera, 0, 3, &w.work);
        scalp_image picture = draw(&s, &photo, SCALP_STAGE_HEALED, 0, &w.work);
        CHECK(memcmp(photo.pixels, picture.pixels, scalp_image_bytes(&photo)) == 0);
        s = ball_scene(&whole, scale, side, side);
        s.camera.centre_x = 9000;
        picture = draw(&s, &photo, SCALP_STAGE_HEALED, 0, &w.work);
        CHECK(memcmp(photo.pixels, picture.pixels, scalp_image_bytes(&photo)) == 0);
    }
    CASE("dots behind a part that stands out are not drawn on it") {
        const double radius = 12;
        ball b = with_nose(&whole, radius, &w.work);
        b.design.mesh = &b.head.mesh;
        const scalp_scene s = ball_scene(&b, scale, side, side);
        const scalp_image photo = ball_photo(&s.camera, 0, 3, &w.work);
        const scalp_image picture = draw(&s, &photo, SCALP_STAGE_HEALED, 0, &w.work);
        const double middle = s.camera.focal_px / (ball_away_mm - ball_mm - radius);
        size_t changed_around = 0;
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++) {
                const double r = hypot(x - s.camera.centre_x, y - s.camera.centre_y) / middle;
                if (r < 30 && !same_pixel(&photo, &picture, x, y)) {
                    /* Skirts of dots beside it reach 1.5 mm over its rim. */
                    CHECK(r > radius - 2);
                    changed_around++;
                }
            }
        CHECK(changed_around > 3000);
    }
    CASE("nothing on the ears") {
        ball b = whole;
        uint8_t *region = scalp_arena_take(w.work.memory, b.head.mesh.vertex_count, 1);
        for (size_t i = 0; i < b.head.mesh.vertex_count; i++)
            region[i] = hypot(b.head.mesh.vertices[i].x - 20, b.head.mesh.vertices[i].y) < 12
                            ? SCALP_REGION_EAR
                            : SCALP_REGION_SCALP;
        b.head.region = region;
        const scalp_scene s = ball_scene(&b, scale, side, side);
        const scalp_image photo = ball_photo(&s.camera, 0, 3, &w.work);
        const scalp_image picture = draw(&s, &photo, SCALP_STAGE_HEALED, 0, &w.work);
        size_t changed_elsewhere = 0;
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++) {
                scalp_vec3 p;
                if (!ball_seen(&s.camera, x, y, &p) || same_pixel(&photo, &picture, x, y))
                    continue;
                CHECK(hypot(p.x - 20, p.y) > 10);
                changed_elsewhere++;
            }
        CHECK(changed_elsewhere > 12000);
    }
    CASE("the same bytes with one, two and four threads") {
        const scalp_scene s = ball_scene(&cap, scale, side, side);
        const scalp_image photo = ball_photo(&s.camera, 2, 3, &w.work);
        const scalp_image two = draw(&s, &photo, SCALP_STAGE_1Y, 0, &w.work);
        for (unsigned threads = 0; threads <= 4; threads += 4) {
            check_work v;
            check_work_open(&v, threads);
            const scalp_image other = draw(&s, &photo, SCALP_STAGE_1Y, 0, &v.work);
            CHECK(memcmp(two.pixels, other.pixels, scalp_image_bytes(&photo)) == 0);
            check_work_close(&v);
        }
    }
    CASE("the first session draws its share, dots and edge alike; fresh skin is redder") {
        const scalp_scene s = ball_scene(&whole, scale, side, side);
        const scalp_image photo = ball_photo(&s.camera, 0, 3, &w.work);
        const scalp_image all = draw(&s, &photo, SCALP_STAGE_HEALED, 3, &w.work);
        const scalp_image one = draw(&s, &photo, SCALP_STAGE_HEALED, 1, &w.work);
        CHECK_NEAR(ring(&s, &photo, &one, 40, 100) / ring(&s, &photo, &all, 40, 100), 0.31, 0.03);
        CHECK_NEAR(ring(&s, &photo, &one, 158, 166) / ring(&s, &photo, &all, 158, 166), 0.31, 0.03);
        const scalp_image fresh = draw(&s, &photo, SCALP_STAGE_FRESH, 1, &w.work);
        double red[2] = {0, 0};
        for (int i = 0; i < 2; i++)
            for (int y = 130; y < 230; y++)
                for (int x = 130; x < 230; x++)
                    red[i] += (double)scalp_image_linear(i ? &fresh : &one, x, y, 0) /
                              (double)scalp_image_linear(i ? &fresh : &one, x, y, 1) / 10000;
        CHECK(red[1] > 1.02 * red[0]);
    }
    CASE("grey and 16-bit photos; a photo of another size is refused") {
        scalp_scene s = ball_scene(&whole, scale, side, side);
        const scalp_image grey = ball_blank(side, side, 2, 16, 0.6, &w.work);
        const scalp_image picture = draw(&s, &grey, SCALP_STAGE_HEALED, 0, &w.work);
        CHECK_NEAR(ring(&s, &grey, &picture, 40, 100), spectral_shadow(&whole.plan, &w.work),
                   0.008);
        s.camera.width--;
        scalp_image none;
        const scalp_render_params params = {0};
        CHECK_STATUS(scalp_render_photo(&s, &grey, &params, &w.work, &none, NULL), SCALP_ERR_INPUT);
    }
    check_work_close(&w);
    return check_done();
}
