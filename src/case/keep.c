/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a preview may draw on a photo. The mask is soft: a large photo is divided made smaller. */
#include <scalptor/case.h>

#include <math.h>
#include <string.h>

static const double cell_mm = 0.6; /* the mask's cells where the photo is fine enough */
static const double share_around = 0.2;
static const double most_px = 1e6; /* about: enough for the outlines of hair */

/* How many times smaller a photo may be made. */
static int coarseness(const scalp_camera *camera, const scalp_image *photo) {
    const double pixels = (double)photo->width * (double)photo->height;
    const double px_per_mm = camera->focal_px / scalp_vec3_length(scalp_camera_position(camera));
    return (int)fmax(1, fmax(cell_mm * px_per_mm, sqrt(pixels / most_px)));
}

static void stretch(scalp_box *box, double x, double y, double by) {
    box->left = (int)fmin(box->left, floor(x - by));
    box->top = (int)fmin(box->top, floor(y - by));
    box->right = (int)fmax(box->right, ceil(x + by));
    box->bottom = (int)fmax(box->bottom, ceil(y + by));
}

/* What is to be drawn on, what was stroked, and enough around them to know hair and ground by;
 * false when nothing lies in the photo. */
static bool find_box(const scalp_case *document, size_t index, const scalp_head *head,
                     const scalp_camera *camera, const scalp_design *design, scalp_box *box) {
    scalp_box b = {camera->width, camera->height, 0, 0};
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        double depth_mm;
        const scalp_vec2 p = scalp_camera_project(camera, head->mesh.vertices[i], &depth_mm);
        if (design->density_per_cm2[i] > 0 && depth_mm > 0 && p.x > 0 && p.x < camera->width &&
            p.y > 0 && p.y < camera->height)
            stretch(&b, p.x, p.y, 0);
    }
    const double around = share_around * fmax(b.right - b.left, b.bottom - b.top);
    for (size_t i = 0; i < document->stroke_count; i++) {
        const scalp_case_stroke *s = &document->strokes[i];
        for (size_t k = s->first; k < s->first + s->count && s->photo == index; k++)
            stretch(&b, document->stroke_points[k].x, document->stroke_points[k].y, s->radius_px);
    }
    *box = (scalp_box){(int)fmax(b.left - around, 0), (int)fmax(b.top - around, 0),
                       (int)fmin(b.right + around, camera->width),
                       (int)fmin(b.bottom + around, camera->height)};
    return box->left < box->right && box->top < box->bottom;
}

/* The case and its fit for a part of a photo made `factor` times smaller. */
typedef struct smaller {
    scalp_case *document;
    scalp_fit fit;
    scalp_image photo;
} smaller;

static double shrunk(double px, int from, int factor) {
    return (px - from + 0.5) / factor - 0.5;
}

static scalp_status make_smaller(const scalp_case *document, size_t index, const scalp_fit *fit,
                                 const scalp_image *photo, const scalp_box *box, int factor,
                                 const scalp_work *work, smaller *to, scalp_error *error) {
    void *place, *views;
    SCALP_TRY(scalp_work_take(work, 1, sizeof *document, &place, error));
    SCALP_TRY(scalp_work_take(work, fit->view_count, sizeof *fit->views, &views, error));
    SCALP_TRY(scalp_image_reduce(photo, box, factor, work, &to->photo, error));
    to->document = memcpy(place, document, sizeof *document);
    for (size_t i = 0; i < document->stroke_count; i++)
        to->document->strokes[i].radius_px =
            fmax(document->strokes[i].radius_px / factor, SCALP_CASE_STROKE_LOW_PX);
    for (size_t i = 0; i < document->stroke_point_count; i++) {
        scalp_vec2 *p = &to->document->stroke_points[i];
        *p = (scalp_vec2){shrunk(p->x, box->left, factor), shrunk(p->y, box->top, factor)};
    }
    to->fit = *fit;
    to->fit.views = memcpy(views, fit->views, fit->view_count * sizeof *fit->views);
    scalp_camera *camera = &((scalp_view_fit *)views)[index].camera;
    camera->focal_px /= factor;
    camera->centre_x = shrunk(camera->centre_x, box->left, factor);
    camera->centre_y = shrunk(camera->centre_y, box->top, factor);
    camera->width = to->photo.width;
    camera->height = to->photo.height;
    return SCALP_OK;
}

scalp_status scalp_case_keep(const scalp_case *document, size_t index, const scalp_fit *fit,
                             const scalp_design *design, const scalp_image *photo,
                             const scalp_work *work, scalp_mask *skin, double *hair_share,
                             scalp_error *error) {
    const scalp_camera *camera = &fit->views[index].camera;
    const int factor = coarseness(camera, photo);
    scalp_box box = {0, 0, photo->width, photo->height};
    scalp_segments segments;
    smaller s;
    *hair_share = 0;
    *skin = (scalp_mask){.cells = NULL};
    if (factor > 1 && !find_box(document, index, &fit->head, camera, design, &box))
        return SCALP_OK;
    SCALP_TRY(make_smaller(document, index, fit, photo, &box, factor, work, &s, error));
    SCALP_TRY(scalp_case_segment(s.document, index, &s.fit, &s.photo, work, &segments, error));
    SCALP_TRY(scalp_case_hair_share(index, &s.fit, design, &segments, work, hair_share, error));
    SCALP_TRY(scalp_case_skin(s.document, index, &segments, work, skin, error));
    skin->factor = factor;
    skin->box = box;
    return SCALP_OK;
}
