/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clipped hair on the rendered head: as dark from afar as from near, where it grows and nowhere
 * else, and in its own colour. */
#include "../../src/render/stubble.h"
#include "pictures.h"

static scalp_stubble of(const scalp_head *head, double grey_share) {
    const scalp_head_look look = {
        .hair_colour = {22, 3, 4}, .hair_mm = 0.5, .grey_share = grey_share};
    return scalp_stubble_make(head, &look);
}

typedef struct means {
    double cover, shade, light;
} means;

/* Over a plane through the texture that no axis lies in. */
static means mean_of(const scalp_stubble *stubble, float density, float footprint_mm) {
    const scalp_vec3 a = scalp_vec3_unit((scalp_vec3){0.6, 0.3, 0.74});
    const scalp_vec3 b = scalp_vec3_unit(scalp_vec3_cross(a, (scalp_vec3){0, 1, 0}));
    scalp_random random = scalp_random_make(4, 0);
    const int count = check_times(6000, 200000);
    means m = {0, 0, 0};
    for (int i = 0; i < count; i++) {
        const double x = 90 * scalp_random_uniform(&random), y = 90 * scalp_random_uniform(&random);
        const scalp_stubble_spot spot = {
            .at = scalp_vec3_add(scalp_vec3_scale(a, x), scalp_vec3_scale(b, y)),
            .normal = scalp_vec3_cross(a, b),
            .along = a,
            .footprint_mm = footprint_mm,
            .density = density,
            .seed = 11};
        const scalp_stubble_look look = scalp_stubble_at(stubble, &spot);
        CHECK(look.cover >= 0 && look.cover <= 1 && look.shade >= 0 && look.shade <= 1);
        m.cover += (double)look.cover / count;
        m.shade += (double)look.shade / count;
        m.light += (double)(look.hair[1] * look.cover) / count;
    }
    return m;
}

static void check_means(const scalp_stubble *stubble) {
    for (int i = check_times(1, 0); i < 2; i++) {
        const float density = i > 0 ? 1 : 0.3F;
        const means near = mean_of(stubble, density, 0.03F), far = mean_of(stubble, density, 1);
        printf("# %.0f %%: near %.3f and %.3f, far %.3f and %.3f\n", 100 * (double)density,
               near.cover, near.shade, far.cover, far.shade);
        CHECK_NEAR(near.cover / far.cover, 1, 0.1);
        CHECK_NEAR(near.shade / far.shade, 1, 0.1);
    }
}

/* Side and crown of the head, from the left behind. */
static scalp_image haired(const scalp_head *head, const scalp_camera *camera, const float *hair,
                          double light, const scalp_work *work) {
    const scalp_head_look look = {.skin = scalp_lab_from_ita_deg(45),
                                  .seed = 7,
                                  .hair = hair,
                                  .hair_mm = 0.5,
                                  .hair_colour = {light, 2, 4}};
    scalp_image picture = {0};
    CHECK_STATUS(scalp_render_head(head, camera, &look, work, &picture, NULL), SCALP_OK);
    return picture;
}

static void check_pictures(const scalp_head *head, const scalp_work *work) {
    const scalp_camera camera = scalp_camera_make(head, 60, 10, 0, 1200, 0.8, 150, 180);
    const size_t count = head->mesh.vertex_count;
    float *hair = scalp_arena_take(work->memory, count, sizeof *hair);
    for (size_t i = 0; i < count; i++)
        hair[i] = 0;
    const scalp_image bare = haired(head, &camera, NULL, 22, work);
    const scalp_image none = haired(head, &camera, hair, 22, work);
    CHECK(memcmp(bare.pixels, none.pixels, scalp_image_bytes(&bare)) == 0);
    for (size_t i = 0; i < count; i++)
        hair[i] = head->mesh.vertices[i].y > 60 ? 1 : 0;
    const scalp_image dark = haired(head, &camera, hair, 22, work);
    const scalp_image blond = haired(head, &camera, hair, 60, work);
    scalp_vec3 side = {0, 80, 0}, cheek = head->landmarks[SCALP_CHEILION_L];
    for (size_t i = 0; i < count; i++)
        if (fabs(head->mesh.vertices[i].y - 80) < 4 && head->mesh.vertices[i].x > side.x)
            side = head->mesh.vertices[i];
    const double skin = picture_colour(&bare, &camera, side, 3).l;
    const double fair = picture_colour(&blond, &camera, side, 3).l;
    const double shaved = picture_colour(&dark, &camera, side, 3).l;
    printf("# L* of the side: bare %.1f, blond %.1f, dark %.1f\n", skin, fair, shaved);
    CHECK(shaved < fair - 0.5 && fair < skin - 1 && shaved < skin - 6);
    CHECK_NEAR(picture_colour(&dark, &camera, cheek, 1).l,
               picture_colour(&bare, &camera, cheek, 1).l, 1e-9);
}

int main(void) {
    check_work w;
    check_work_open(&w, 2);
    const scalp_head head = picture_head(&w.work);
    CASE("as much hair and shade from afar as from near") {
        const scalp_stubble dark = of(&head, 0);
        check_means(&dark);
    }
    CASE("grey hairs are lighter, also from afar") {
        const scalp_stubble dark = of(&head, 0), half = of(&head, 0.5);
        for (float footprint = 0.03F; footprint < 2; footprint += 0.97F)
            CHECK(mean_of(&half, 1, footprint).light > 3 * mean_of(&dark, 1, footprint).light);
    }
    CASE("hair grows away from the whorl and along the skin") {
        const scalp_stubble s = of(&head, 0);
        const scalp_vec3 up = {0, 1, 0}, out = {1, 0, 0};
        CHECK(scalp_stubble_along(&s, head.landmarks[SCALP_VERTEX], up).z > 0.9);
        const scalp_vec3 down = scalp_stubble_along(&s, (scalp_vec3){77, 40, -10}, out);
        CHECK(down.y < -0.5 && fabs(down.x) < 1e-9);
    }
    CASE("pictures: no hair changes nothing, dark hair is darker than blond, faces stay")
    check_pictures(&head, &w.work);
    check_end_case();
    check_work_close(&w);
    return check_done();
}
