/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The light on the rendered head: exposed for its skin, soft, no brow where brow dots are. */
#include "pictures.h"

#include "../../src/render/skin.h"

/* What a place in the open that faces the camera sends back: mean over a patch of skin. */
static scalp_lab seen(const scalp_skin *skin, const scalp_camera *camera, scalp_vec3 at,
                      bool with_gloss) {
    enum { side = 60 };
    const scalp_vec3 eye = scalp_mat3_apply_transposed(&camera->rotation, (scalp_vec3){0, 0, -1});
    scalp_vec3 t, s;
    scalp_vec3_tangents(eye, &t, &s);
    double sum[3] = {0};
    for (int i = 0; i < side * side; i++) {
        const scalp_vec3 aside = scalp_vec3_add(scalp_vec3_scale(t, 0.3 * (i % side)),
                                                scalp_vec3_scale(s, 0.3 * (double)(i / side)));
        scalp_spot spot = {.position = scalp_vec3_add(at, aside),
                           .normal = eye,
                           .view = eye,
                           .reach = {.share = {1, 1, 1, 1}, .key = {1, 1, 1}, .bend_per_mm = 0.01F},
                           .paint = {30, 30, 30},
                           .footprint_mm = 0.3F};
        float diffuse[3], gloss[3];
        scalp_skin_mottle(skin, spot.position, &spot.melanin, &spot.blood);
        scalp_skin_shade(skin, &spot, diffuse, gloss);
        for (int c = 0; c < 3; c++)
            sum[c] += (double)(diffuse[c] + (with_gloss ? gloss[c] : 0)) / (side * side);
    }
    return scalp_lab_from_xyz(scalp_xyz_from_rgb((scalp_rgb){sum[0], sum[1], sum[2]}));
}

/* On the bare forehead, far from cheeks, nose and lids, from all round the head. */
static void check_colour(const scalp_head *head, const scalp_work *work) {
    for (int view = 0; view < 360; view += 90) {
        const scalp_camera camera = scalp_camera_make(head, view, 10, 0, 1200, 0.8, 240, 300);
        for (int ita = 60; ita >= -60; ita -= 24) {
            for (int light = 0; light < SCALP_LIGHT_COUNT; light++) {
                const scalp_head_look look = {
                    .skin = scalp_lab_from_ita_deg(ita), .light = (scalp_light)light, .seed = 7};
                const scalp_vec3 at = {0, 120, 20};
                scalp_skin skin;
                CHECK_STATUS(scalp_skin_make(head, &camera, &look, work, &skin, NULL), SCALP_OK);
                const scalp_lab diffuse = seen(&skin, &camera, at, false);
                const scalp_lab all = seen(&skin, &camera, at, true);
                CHECK_NEAR(diffuse.l, look.skin.l, 2.5);
                if (light != SCALP_LIGHT_WARM)
                    CHECK(scalp_lab_difference(diffuse, look.skin) < 2);
                const double gloss = scalp_xyz_from_lab(all).y - scalp_xyz_from_lab(diffuse).y;
                CHECK(gloss > 0.002);
                CHECK(gloss < (light == SCALP_LIGHT_FLASH ? 0.06 : 0.03));
            }
        }
    }
}

/* The same in the picture: the forehead is lit from one side, but hardly brighter than asked. */
static void check_picture(const scalp_head *head, const scalp_work *work) {
    const scalp_camera camera = scalp_camera_make(head, 0, 0, 0, 1200, 0.8, 240, 300);
    for (double ita = 60; ita >= 0; ita -= 30) {
        const scalp_image picture = picture_of(head, &camera, ita, SCALP_LIGHT_DAYLIGHT, work);
        const scalp_lab lab = picture_colour(&picture, &camera, picture_forehead(head), 5);
        const scalp_lab skin = scalp_lab_from_ita_deg(ita);
        CHECK_NEAR(lab.l, skin.l, 5);
        CHECK_NEAR(lab.a, skin.a, 3);
        CHECK_NEAR(lab.b, skin.b, 4);
    }
}

/* More blood is redder skin, more in light skin; more melanin is darker and, but for dark skin,
 * yellower skin. */
static void check_tints(const scalp_work *work) {
    float before = 2;
    for (int ita = 60; ita >= -40; ita -= 20) {
        scalp_tint tint;
        CHECK_STATUS(scalp_tint_make(ita, work, &tint, NULL), SCALP_OK);
        CHECK(tint.blood[1] > tint.blood[2] && tint.blood[1] > 2 * tint.blood[0]);
        CHECK(tint.blood[0] > 0 && tint.blood[2] > 0);
        /* In dark skin there is hardly any blue left to be taken. */
        CHECK(tint.melanin[1] > tint.melanin[0]);
        CHECK(ita < 0 || tint.melanin[2] > tint.melanin[1]);
        CHECK(tint.blood[1] < before);
        before = tint.blood[1];
    }
    scalp_tint usual;
    CHECK_STATUS(scalp_tint_make(45, work, &usual, NULL), SCALP_OK);
    CHECK_NEAR((double)usual.blood[1], 1, 0.1);
}

/* Darkness of the left brow's middle compared with the forehead above it. */
static double brow_shade(const scalp_image *picture, const scalp_camera *camera,
                         const scalp_head *head, double side) {
    const scalp_vec3 g = head->landmarks[SCALP_GLABELLA];
    const scalp_vec3 brow = {side * 26, g.y - 3.5, g.z - 9},
                     above = {side * 26, g.y + 14, g.z - 10};
    return picture_colour(picture, camera, above, 3).l - picture_colour(picture, camera, brow, 1).l;
}

static void check_brows(const scalp_head *head, const scalp_work *work) {
    const scalp_camera camera = scalp_camera_make(head, 0, 0, 0, 1200, 0.8, 480, 600);
    float *bare = calloc(head->mesh.vertex_count, sizeof *bare);
    for (size_t i = 0; bare && i < head->mesh.vertex_count; i++)
        bare[i] = head->mesh.vertices[i].x > 0 ? 1 : 0;
    const scalp_head_look look = {.skin = scalp_lab_from_ita_deg(45),
                                  .light = SCALP_LIGHT_FLASH,
                                  .seed = 7,
                                  .bare_brow = bare};
    scalp_image picture;
    CHECK_STATUS(scalp_render_head(head, &camera, &look, work, &picture, NULL), SCALP_OK);
    const double left = brow_shade(&picture, &camera, head, 1),
                 right = brow_shade(&picture, &camera, head, -1);
    printf("# darker than the forehead: left brow %.1f, right brow %.1f\n", left, right);
    CHECK(right > 15);
    CHECK(left < 8);
    free(bare);
}

/* Every cut face lies near the one it was cut from, and none is lost or turned over. */
static void check_fine(const scalp_head *head, const scalp_work *work) {
    scalp_fine fine;
    size_t boundary, bad;
    const scalp_head_look look = {.seed = 1};
    CHECK_STATUS(scalp_fine_make(head, &look, work, &fine, NULL), SCALP_OK);
    CHECK(fine.mesh.face_count == 4 * head->mesh.face_count);
    CHECK_STATUS(scalp_mesh_edges_check(&fine.mesh, work, &boundary, &bad, NULL), SCALP_OK);
    CHECK(boundary == 0 && bad == 0);
    double most = 0;
    for (size_t i = fine.coarse; i < fine.mesh.vertex_count; i++) {
        const uint32_t *at = fine.between[i - fine.coarse];
        const scalp_vec3 middle = scalp_vec3_scale(
            scalp_vec3_add(head->mesh.vertices[at[0]], head->mesh.vertices[at[1]]), 0.5);
        most = fmax(most, scalp_vec3_distance(middle, fine.mesh.vertices[i]));
    }
    CHECK(most > 0.05 && most < 0.8);
    CHECK_NEAR(scalp_mesh_area_mm2(&fine.mesh) / scalp_mesh_area_mm2(&head->mesh), 1, 5e-3);
}

int main(void) {
    check_work one;
    check_work_open(&one, 2);
    const scalp_head head = picture_head(&one.work);
    CASE("skin that faces the camera has the colour asked for, and a little gloss")
    check_colour(&head, &one.work);
    CASE("so has the forehead in the picture")
    check_picture(&head, &one.work);
    CASE("blood reddens, melanin darkens and yellows")
    check_tints(&one.work);
    CASE("a brow that dots will stand for is not painted")
    check_brows(&head, &one.work);
    CASE("the finer surface is whole")
    check_fine(&head, &one.work);
    check_work_close(&one);
    return check_done();
}
