/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head from five sides: where the skin was seen, and how dense the dots lie there. Denser is
 * darker and what was not seen is hatched, so that the picture needs no colours. */
#include "onto.h"

#include <math.h>
#include <string.h>

enum { side = 560, columns = 3, rows = 2, width = columns * side, height = rows * side };

#define VIEW_MM 1500.0
#define FILL 0.86
#define KERNEL_MM 2.0 /* standard deviation */
#define REACH_MM 6.0

typedef struct mapping {
    const scalp_head *head;
    const scalp_design *design;
    const scalp_onto *onto;
    const scalp_bvh *bvh;
    const double *density; /* per cm2 of each vertex; below 0: nothing seen near */
    double most;
    uint8_t *pixels;
} mapping;

/* ---- Density at the vertices ----------------------------------------------------------------- */

typedef struct smoothing {
    const scalp_vec3 *at;
    const double *area; /* NULL: every point counts 1 */
    scalp_vec3 place;
    double sum;
} smoothing;

static void add_point(void *context, uint32_t index) {
    smoothing *s = context;
    const double d = scalp_vec3_distance(s->at[index], s->place) / KERNEL_MM;
    s->sum += (s->area ? s->area[index] : 1) * scalp_exp(-0.5 * d * d);
}

typedef struct seen_skin {
    scalp_vec3 *at;
    double *area;
    size_t count;
} seen_skin;

static scalp_status gather_skin(const mapping *m, const scalp_work *work, seen_skin *skin,
                                scalp_error *error) {
    const scalp_mesh *mesh = m->design->mesh;
    const scalp_onto_cells *cells = &m->onto->cells;
    const unsigned n = cells->split * cells->split;
    const size_t all = cells->first[mesh->face_count];
    void *at, *area;
    SCALP_TRY(scalp_work_take(work, all, sizeof(scalp_vec3), &at, error));
    SCALP_TRY(scalp_work_take(work, all, sizeof(double), &area, error));
    *skin = (seen_skin){at, area, 0};
    for (size_t f = 0; f < mesh->face_count; f++) {
        const uint32_t first = cells->first[f];
        if (first == UINT32_MAX)
            continue;
        const double part = scalp_mesh_face_area_mm2(mesh, f) / n;
        for (unsigned k = 0; k < n; k++) {
            if (cells->why[first + k] != SCALP_UNSEEN_NOT)
                continue;
            skin->at[skin->count] =
                scalp_mesh_position(mesh, scalp_onto_cell_middle(cells, (uint32_t)f, k));
            skin->area[skin->count++] = part;
        }
    }
    return SCALP_OK;
}

/* Dots over the skin that was seen, both weighted by the same kernel: no rim is darker or paler
 * for what was not seen. */
static scalp_status smooth(mapping *m, const scalp_work *work, scalp_error *error) {
    const scalp_mesh *mesh = m->design->mesh;
    seen_skin skin;
    onto_grid near_skin, near_dots;
    void *memory;
    SCALP_TRY(gather_skin(m, work, &skin, error));
    SCALP_TRY(scalp_work_take(work, m->onto->pigment_count, sizeof(scalp_vec3), &memory, error));
    scalp_vec3 *dots = memory;
    for (size_t i = 0; i < m->onto->pigment_count; i++)
        dots[i] = m->onto->dots[i].dot.position;
    SCALP_TRY(onto_grid_make(skin.at, skin.count, REACH_MM / 2, work, &near_skin, error));
    SCALP_TRY(onto_grid_make(dots, m->onto->pigment_count, REACH_MM / 2, work, &near_dots, error));
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, sizeof(double), &memory, error));
    double *density = memory;
    for (size_t v = 0; v < mesh->vertex_count; v++) {
        smoothing area = {skin.at, skin.area, mesh->vertices[v], 0};
        smoothing count = {dots, NULL, mesh->vertices[v], 0};
        onto_grid_near(&near_skin, mesh->vertices[v], REACH_MM, add_point, &area);
        density[v] = -1;
        if (!(area.sum > 1))
            continue;
        onto_grid_near(&near_dots, mesh->vertices[v], REACH_MM, add_point, &count);
        density[v] = 100 * count.sum / area.sum;
        m->most = fmax(m->most, density[v]);
    }
    m->density = density;
    m->most = fmax(20 * ceil(m->most / 20), 20);
    return SCALP_OK;
}

/* ---- Pixels ------------------------------------------------------------------------------------
 */

static void put(uint8_t *pixels, int x, int y, const double rgb[3]) {
    if (x < 0 || y < 0 || x >= width || y >= height)
        return;
    for (int c = 0; c < 3; c++)
        pixels[3 * ((size_t)y * width + (size_t)x) + (size_t)c] =
            (uint8_t)(scalp_clamp(rgb[c], 0, 255) + 0.5);
}

/* From cream over blue to nearly black: ever darker, told apart by every eye. */
static void tone_of(double share, double rgb[3]) {
    static const double stops[4][3] = {
        {252, 244, 214}, {140, 190, 205}, {45, 98, 160}, {12, 18, 60}};
    const double at = scalp_clamp(share, 0, 1) * 3;
    const int k = at < 2 ? (int)at : 2;
    for (int c = 0; c < 3; c++)
        rgb[c] = stops[k][c] + (at - k) * (stops[k + 1][c] - stops[k][c]);
}

/* Stripes for what no photo shows, a lattice for what was shown but could not be judged. */
static void hatch_of(scalp_unseen why, int x, int y, double rgb[3]) {
    const bool one = (x + y) % 9 < 2, other = (x - y + 9 * width) % 9 < 2;
    const bool ink = one || (other && why != SCALP_UNSEEN_OUTSIDE);
    for (int c = 0; c < 3; c++)
        rgb[c] = ink ? 90 : 250;
}

/* A vertex near which nothing was seen takes no part. */
static double density_at(const mapping *m, scalp_mesh_point at) {
    const uint32_t *v = m->design->mesh->faces[at.face].v;
    const double weight[3] = {1 - at.u - at.v, at.u, at.v};
    double sum = 0, weights = 0;
    for (int k = 0; k < 3; k++) {
        if (m->density[v[k]] < 0)
            continue;
        sum += weight[k] * m->density[v[k]];
        weights += weight[k];
    }
    return weights > 1e-6 ? sum / weights : 0;
}

static const struct {
    const char *name;
    double yaw_deg, pitch_deg;
    int column, row;
} views[SCALP_ONTO_VIEWS] = {
    {"Top", 0, 88, 0, 0},
    {"Front", 0, 20, 1, 0},
    {"Back", 180, 20, 2, 0},
    {"Client's right", -90, 15, 0, 1},
    {"Client's left", 90, 15, 1, 1},
};

/* One pixel; its zone, or -1 beside the head. */
static int draw_pixel(const mapping *m, const scalp_camera *camera, int x, int y, double rgb[3]) {
    onto_landing on;
    const scalp_vec2 px = {x, y};
    rgb[0] = rgb[1] = rgb[2] = 255;
    if (!onto_land(m->design->mesh, m->bvh, camera, px, &on))
        return -1;
    const int zone = m->design->zone[on.at.face];
    const double light = 0.62 + 0.38 * on.cosine;
    const uint32_t cell = scalp_onto_cell_at(&m->onto->cells, on.at);
    const scalp_unseen why =
        cell == UINT32_MAX ? SCALP_UNSEEN_OUTSIDE : (scalp_unseen)m->onto->cells.why[cell];
    if (zone == SCALP_ZONE_NONE) {
        for (int c = 0; c < 3; c++)
            rgb[c] = 225 * light;
        return SCALP_ZONE_NONE;
    }
    if (why == SCALP_UNSEEN_NOT)
        tone_of(density_at(m, on.at) / m->most, rgb);
    else
        hatch_of(why, x, y, rgb);
    return zone;
}

typedef struct panel {
    mapping *m;
    scalp_camera camera;
    int left, top;
    int8_t *zones; /* side x side */
} panel;

static void draw_row(void *context, size_t row) {
    const panel *p = context;
    const int y = (int)row;
    for (int x = 0; x < side; x++) {
        double rgb[3];
        p->zones[y * side + x] = (int8_t)draw_pixel(p->m, &p->camera, x, y, rgb);
        put(p->m->pixels, p->left + x, p->top + y, rgb);
    }
}

/* Lines where the planned zones end, one from another and from the rest. */
static void draw_borders(const panel *p) {
    static const double ink[3] = {30, 30, 30};
    for (int y = 1; y < side; y++) {
        for (int x = 1; x < side; x++) {
            const int8_t here = p->zones[y * side + x];
            if (here != p->zones[y * side + x - 1] || here != p->zones[(y - 1) * side + x])
                put(p->m->pixels, p->left + x, p->top + y, ink);
        }
    }
}

/* ---- Legend, without its words ------------------------------------------------------------------
 */

static void draw_swatch(uint8_t *pixels, int left, int top, scalp_unseen why) {
    static const double ink[3] = {30, 30, 30};
    for (int y = 0; y < 40; y++) {
        for (int x = 0; x < 70; x++) {
            double rgb[3];
            hatch_of(why, left + x, top + y, rgb);
            const bool edge = x == 0 || y == 0 || x == 69 || y == 39;
            put(pixels, left + x, top + y, edge ? ink : rgb);
        }
    }
}

static void draw_legend(const mapping *m) {
    const int left = SCALP_ONTO_LEGEND_X, top = SCALP_ONTO_LEGEND_Y;
    for (int x = 0; x < SCALP_ONTO_RAMP; x++) {
        double rgb[3];
        tone_of((double)x / (SCALP_ONTO_RAMP - 1), rgb);
        for (int y = 0; y < 46; y++)
            put(m->pixels, left + x, top + 36 + y, rgb);
    }
    draw_swatch(m->pixels, left, top + 150, SCALP_UNSEEN_OUTSIDE);
    draw_swatch(m->pixels, left, top + 210, SCALP_UNSEEN_BLUR);
}

scalp_status scalp_onto_map(const scalp_head *head, const scalp_design *design,
                            const scalp_onto *onto, const scalp_work *work, scalp_onto_picture *to,
                            scalp_error *error) {
    mapping m = {.head = head, .design = design, .onto = onto};
    void *memory;
    SCALP_TRY(scalp_work_take(work, (size_t)width * height, 3, &memory, error));
    m.pixels = memory;
    memset(m.pixels, 255, (size_t)width * height * 3);
    SCALP_TRY(scalp_bvh_make(design->mesh, work, &m.bvh, error));
    SCALP_TRY(smooth(&m, work, error));
    SCALP_TRY(scalp_work_take(work, (size_t)side * side, 1, &memory, error));
    for (size_t k = 0; k < sizeof views / sizeof *views; k++) {
        panel p = {.m = &m, .left = views[k].column * side, .top = views[k].row * side};
        p.zones = memory;
        p.camera = scalp_camera_make(head, views[k].yaw_deg, views[k].pitch_deg, 0, VIEW_MM, FILL,
                                     side, side);
        SCALP_TRY(scalp_work_report(work, "drawing the map",
                                    (double)k / (sizeof views / sizeof *views), error));
        scalp_pool_for(work->pool, side, draw_row, &p);
        draw_borders(&p);
        to->views[k] = (scalp_onto_view){views[k].name, p.left, p.top, p.camera};
    }
    draw_legend(&m);
    to->most_per_cm2 = m.most;
    to->image =
        (scalp_image){.width = width, .height = height, .bands = 3, .bits = 8, .pixels = m.pixels};
    SCALP_TRY(scalp_image_curve_make(8, work, &to->image.curve[0], error));
    to->image.curve[1] = to->image.curve[2] = to->image.curve[0];
    return SCALP_OK;
}
