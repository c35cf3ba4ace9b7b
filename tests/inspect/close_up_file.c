/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture and its truth as files. */
#include "close_up.h"

#include <stdio.h>
#include <string.h>
#include <vips/vips.h>

bool close_up_jpeg(const close_up *made, scalp_arena *arena, scalp_bytes *bytes) {
    const scalp_image *image = &made->image;
    VipsImage *picture = vips_image_new_from_memory(
        image->pixels, scalp_image_bytes(image), image->width, image->height, 3, VIPS_FORMAT_UCHAR);
    if (!picture)
        return false;
    picture->Type = VIPS_INTERPRETATION_sRGB;
    void *buffer = NULL;
    size_t size = 0;
    const int failed = vips_jpegsave_buffer(picture, &buffer, &size, "Q", made->params.jpeg,
                                            "subsample_mode", VIPS_FOREIGN_SUBSAMPLE_ON, NULL);
    g_object_unref(picture);
    uint8_t *copy = failed ? NULL : scalp_arena_take(arena, size, 1);
    if (copy) {
        memcpy(copy, buffer, size);
        *bytes = (scalp_bytes){copy, size};
    }
    g_free(buffer);
    return copy != NULL;
}

static void write_dots(FILE *file, const char *name, const close_up_dot *dots, size_t count) {
    fprintf(file, "\"%s\": [", name);
    for (size_t i = 0; i < count; i++) {
        const close_up_dot *d = &dots[i];
        fprintf(file,
                "%s\n{\"x\": %.3f, \"y\": %.3f, \"diam_px\": %.3f, \"diam_mm\": %.4f, "
                "\"contrast\": %.4f, "
                "\"kind\": \"%s\", \"ignore\": %d, \"plan_id\": %d}",
                i ? "," : "", d->px.x, d->px.y, d->diam_px, d->diam_mm, d->contrast,
                close_up_kind_name(d->kind), d->ignore, d->plan_id);
    }
    fprintf(file, "],\n");
}

static void write_params(FILE *file, const close_up_params *p) {
    fprintf(
        file,
        "\"params\": {\"level\": \"%s\", \"px_per_mm\": %.9g, \"tilt_deg\": %.6g, \"tone\": %d, "
        "\"texture\": %g, \"furrows\": %g, \"pores\": %g, \"light\": %g, \"specular\": %.4f, "
        "\"freckles\": %d, \"moles\": %d, \"red_spots\": %d, \"hairs\": %d, \"stubs_cm2\": %.3f, "
        "\"stubble\": %g, \"density_cm2\": %.4f, \"diam_mm\": [%.4f, %.4f], \"contrast\": [%g, "
        "%g], ",
        close_up_level_name(p->level), p->px_per_mm, p->tilt_deg, p->tone, p->texture, p->furrows,
        p->pores, p->light, p->specular, p->freckles, p->moles, p->red_spots, p->hairs,
        p->stubs_cm2, p->stubble, p->density_cm2, p->diam_mm[0], p->diam_mm[1], p->contrast[0],
        p->contrast[1]);
    fprintf(file,
            "\"blur_px\": %.4f, \"blur_vary\": %.4f, \"motion_px\": %.4f, \"noise\": %g, "
            "\"sharpen\": %.4f, "
            "\"wb\": [%.4f, %.4f, %.4f], \"exposure\": %.4f, \"jpeg\": %d, \"redness\": %.3f, "
            "\"blood\": %.3f, \"ink\": %.3f, \"ointment\": %.3f, \"scabs\": %.3f},\n",
            p->blur_px, p->blur_vary, p->motion_px, p->noise, p->sharpen, p->wb[0], p->wb[1],
            p->wb[2], p->exposure, p->jpeg, p->fresh.redness, p->fresh.blood, p->fresh.ink,
            p->fresh.ointment, p->fresh.scabs);
}

static void write_truth(FILE *file, const close_up *made) {
    const double s = made->params.px_per_mm;
    const scalp_mat3 *h = &made->px_from_mm;
    fprintf(file, "{");
    write_params(file, &made->params);
    fprintf(file, "\"width\": %d, \"height\": %d, \"px_per_mm\": %.9g, \"margin_px\": %.6f,\n",
            made->params.width, made->params.height, s, made->margin_px);
    fprintf(file,
            "\"homography_skinpx_to_image\": [[%.12g, %.12g, %.12g], [%.12g, %.12g, %.12g], "
            "[%.12g, %.12g, %.12g]],\n",
            h->m[0][0] / s, h->m[0][1] / s, h->m[0][2], h->m[1][0] / s, h->m[1][1] / s, h->m[1][2],
            h->m[2][0] / s, h->m[2][1] / s, h->m[2][2]);
    write_dots(file, "dots", made->dots, made->count);
    write_dots(file, "others", made->others, made->other_count);
    fprintf(file, "\"ignore_polygons\": [],\n");
    if (made->params.plan)
        fprintf(file,
                "\"plan_transform\": {\"rotation_rad\": %.12g, \"offset_mm\": [%.9g, %.9g]},\n",
                made->plan_turn, made->plan_offset_mm.x, made->plan_offset_mm.y);
    fprintf(file,
            "\"scored_area_mm2\": %.6f, \"true_count_in_roi\": %zu, \"true_density_cm2\": %.6f}\n",
            made->area_mm2, made->inside, 100 * (double)made->inside / made->area_mm2);
}

static void write_told(FILE *file, const close_up *made, const char *name) {
    fprintf(file, "{\"image\": \"%s.jpg\", \"px_per_mm\": %.9g", name, made->params.px_per_mm);
    if (made->params.plan) {
        fprintf(file, ", \"plan_mm\": [");
        for (size_t i = 0; i < made->plan_count; i++)
            fprintf(file, "%s[%.4f, %.4f]", i ? ", " : "", made->plan_mm[i].x, made->plan_mm[i].y);
        fprintf(file, "]");
    }
    fprintf(file, "}\n");
}

static FILE *open_beside(const char *folder, const char *name, const char *ending) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s%s", folder, name, ending);
    return fopen(path, "wb");
}

bool close_up_files(const close_up *made, const char *folder, const char *name,
                    scalp_arena *arena) {
    scalp_bytes bytes;
    if (!close_up_jpeg(made, arena, &bytes))
        return false;
    FILE *file = open_beside(folder, name, ".jpg");
    if (!file)
        return false;
    bool good = fwrite(bytes.data, 1, bytes.size, file) == bytes.size;
    good = fclose(file) == 0 && good;
    if (!good || !(file = open_beside(folder, name, ".gt.json")))
        return false;
    write_truth(file, made);
    if (fclose(file) != 0 || !(file = open_beside(folder, name, ".input.json")))
        return false;
    write_told(file, made, name);
    return fclose(file) == 0;
}
