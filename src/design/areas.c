/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every area becomes a weight of 0..1 for each vertex: 1 inside, falling over `edge` to 0 at the
 * curve. Inside is judged in the chart, lengths in mm along the skin (atlas.h). */
#include "areas.h"

#include "area_kinds.h"
#include "strokes.h"

#include <math.h>
#include <string.h>

enum { pieces = 8, vertices_per_task = 256 };

static const double least_mm2 = 4, spread = 4; /* chart mm for a mm of skin, at most */
static const double eye_mm = 9, lip_mm = 1, nostril_mm = 5.5, soft_mm = 1.5;

/* ---- Curves ------------------------------------------------------------------------------ */

static double turn(scalp_vec2 a, scalp_vec2 b, scalp_vec2 c) {
    return (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
}

static bool cross(scalp_vec2 a, scalp_vec2 b, scalp_vec2 c, scalp_vec2 d) {
    return (turn(a, b, c) > 0) != (turn(a, b, d) > 0) && (turn(c, d, a) > 0) != (turn(c, d, b) > 0);
}

/* The number of a side that crosses a later one, counted from 1; 0: none does. */
static size_t crossing(const scalp_vec2 *p, size_t n) {
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i + 2; k < n; k++) {
            const bool neighbours = i == 0 && k == n - 1;
            if (!neighbours && cross(p[i], p[i + 1], p[k], p[(k + 1) % n]))
                return i + 1;
        }
    }
    return 0;
}

static double enclosed(const scalp_vec2 *p, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += p[i].x * p[(i + 1) % n].y - p[(i + 1) % n].x * p[i].y;
    return fabs(sum) / 2;
}

static scalp_status check_points(const scalp_areas *areas, const scalp_area_spec *spec,
                                 const scalp_vec2 *points, size_t count, const char *what,
                                 scalp_error *error) {
    for (size_t i = 0; i < count; i++) {
        scalp_mesh_point at;
        if (scalp_atlas_find(areas->atlas, points[i], &at))
            continue;
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s: point %zu of its %s lies off the head; put it on the skin.",
                          spec->id, i + 1, what);
    }
    return SCALP_OK;
}

static scalp_status check_closed(const scalp_area_spec *spec, const scalp_vec2 *points,
                                 size_t count, const char *what, scalp_error *error) {
    if (count < 3) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s: its %s has %zu points; a closed curve needs at least 3.",
                          spec->id, what, count);
    }
    const size_t side = crossing(points, count);
    if (side > 0) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s: its %s crosses itself after point %zu; give the points in "
                          "their order round the area.",
                          spec->id, what, side);
    }
    if (!(enclosed(points, count) >= least_mm2)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s: its %s encloses less than %g mm2; draw it larger.", spec->id,
                          what, least_mm2);
    }
    return SCALP_OK;
}

/* Its points are places, no curve. */
static bool is_places(scalp_area_kind kind) {
    return kind == SCALP_AREA_MOLE || kind == SCALP_AREA_SCAR_SPOTS;
}

static scalp_status check_area(const scalp_areas *areas, const scalp_area_spec *spec,
                               scalp_error *error) {
    if (spec->point_count > SCALP_DESIGN_AREA_POINTS ||
        spec->hole_count > SCALP_DESIGN_AREA_HOLES) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s has more than %d points or %d holes; draw it with fewer.",
                          spec->id, SCALP_DESIGN_AREA_POINTS, SCALP_DESIGN_AREA_HOLES);
    }
    const bool places = is_places(spec->kind), line = spec->kind == SCALP_AREA_SCAR_LINE;
    if (spec->point_count < (places ? 1u : line ? 2u : 3u)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s has %zu points; a %s needs at least %d.", spec->id,
                          spec->point_count,
                          places ? "mole or spot"
                          : line ? "line"
                                 : "closed curve",
                          places ? 1
                          : line ? 2
                                 : 3);
    }
    SCALP_TRY(check_points(areas, spec, spec->points, spec->point_count, "curve", error));
    if (!places && !line)
        SCALP_TRY(check_closed(spec, spec->points, spec->point_count, "curve", error));
    for (size_t h = 0; h < spec->hole_count; h++) {
        if (spec->hole_points[h] > SCALP_DESIGN_AREA_POINTS) {
            return scalp_fail(error, SCALP_ERR_INPUT, "Area %.40s: a hole has more than %d points.",
                              spec->id, SCALP_DESIGN_AREA_POINTS);
        }
        SCALP_TRY(check_points(areas, spec, spec->holes[h], spec->hole_points[h], "hole", error));
        SCALP_TRY(check_closed(spec, spec->holes[h], spec->hole_points[h], "hole", error));
    }
    return SCALP_OK;
}

static scalp_status check_numbers(const scalp_area_spec *spec, scalp_error *error) {
    const double d = spec->density_per_cm2;
    if (!(d == 0) && !(d >= 20 && d <= 250)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s: its density is %g per cm2; it must be 20 to 250.", spec->id,
                          d);
    }
    if (!(spec->strength >= 0 && spec->strength <= 1)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s: its strength is %g; it must be 0 to 1.", spec->id,
                          spec->strength);
    }
    if (!(spec->spot_mm == 0) && !(spec->spot_mm >= 0.3 && spec->spot_mm <= 3)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s: its spots are %g mm across; they must be 0.3 to 3.",
                          spec->id, spec->spot_mm);
    }
    if (!(spec->spots_per_cm2 == 0) && !(spec->spots_per_cm2 >= 1 && spec->spots_per_cm2 <= 60)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s: it has %g spots per cm2; they must be 1 to 60.", spec->id,
                          spec->spots_per_cm2);
    }
    if (!(spec->dots_per_spot == 0) &&
        !(spec->dots_per_spot >= 1 && spec->dots_per_spot <= SCALP_SPOT_MAX_DOTS)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s: its spots get %g dots each; that must be 1 to %d.", spec->id,
                          spec->dots_per_spot, SCALP_SPOT_MAX_DOTS);
    }
    if (!(spec->margin_mm <= 30) || !(spec->edge_mm <= 30)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s: its margin or edge is more than 30 mm.", spec->id);
    }
    return SCALP_OK;
}

/* ---- Weights ----------------------------------------------------------------------------- */

static bool near_box(const scalp_vec2 *points, size_t count, scalp_vec2 p, double limit) {
    scalp_vec2 low = points[0], high = low;
    for (size_t i = 1; i < count; i++) {
        low = (scalp_vec2){fmin(points[i].x, low.x), fmin(points[i].y, low.y)};
        high = (scalp_vec2){fmax(points[i].x, high.x), fmax(points[i].y, high.y)};
    }
    const double out = limit * spread + 1;
    return p.x > low.x - out && p.x < high.x + out && p.y > low.y - out && p.y < high.y + out;
}

static double path_distance(const scalp_path *path, const scalp_stretch *m, scalp_vec2 p) {
    double square = 1e12;
    const size_t n = path->closed ? path->count : path->count - 1;
    for (size_t i = 0; i < n; i++) {
        const double s =
            scalp_stretch_square(m, p, path->points[i], path->points[(i + 1) % path->count]);
        square = s < square ? s : square;
    }
    return sqrt(square);
}

/* 1 inside, 0 at the curve and outside. */
static double inner_weight(const scalp_path *path, double edge, const scalp_stretch *m,
                           scalp_vec2 p) {
    if (!scalp_path_inside(path, p))
        return 0;
    return edge > 0 ? scalp_smoothstep(0, edge, path_distance(path, m, p)) : 1;
}

/* 1 inside and `margin` round it. */
static double outer_weight(const scalp_path *path, double margin, const scalp_stretch *m,
                           scalp_vec2 p) {
    if (path->closed && scalp_path_inside(path, p))
        return 1;
    return 1 - scalp_smoothstep(margin, margin + soft_mm, path_distance(path, m, p));
}

/* The width that the case asks for, or that of this part of the area. */
static double edge_at(const scalp_area *area, scalp_vec2 p) {
    const bool asked = area->spec->edge_mm >= 0;
    return asked ? area->edge_mm : area_parts_at(&area->parts, p, area->edge_mm).edge_mm;
}

static double weight_of(const scalp_area *area, const scalp_stretch *m, scalp_vec2 p) {
    const scalp_area_spec *spec = area->spec;
    if (!near_box(spec->points, spec->point_count, p, area->margin_mm + soft_mm + 8))
        return 0;
    double weight = 0;
    if (spec->kind == SCALP_AREA_SCAR_SPOTS) /* filled one by one */
        return 0;
    if (spec->kind == SCALP_AREA_MOLE) {
        for (size_t i = 0; i < spec->point_count; i++) {
            const double d = sqrt(scalp_stretch_square(m, p, spec->points[i], spec->points[i]));
            weight =
                fmax(weight, 1 - scalp_smoothstep(area->margin_mm, area->margin_mm + soft_mm, d));
        }
        return weight;
    }
    if (spec->kind == SCALP_AREA_SCAR_LINE)
        weight = 1 - scalp_smoothstep(area->margin_mm, area->margin_mm + area->edge_mm,
                                      path_distance(&area->path, m, p));
    else if (spec->kind == SCALP_AREA_KEEP_OUT)
        weight = outer_weight(&area->path, area->margin_mm, m, p);
    else
        weight = inner_weight(&area->path, edge_at(area, p), m, p);
    return weight;
}

static double hole_share_of(const scalp_area *area, const scalp_stretch *m, scalp_vec2 p) {
    double share = 1;
    for (size_t h = 0; h < area->spec->hole_count && share > 0; h++)
        share *= 1 - outer_weight(&area->hole[h], 0, m, p);
    return share;
}

bool scalp_area_has_strokes(const scalp_area *area) {
    return area->spec->strokes && scalp_area_kind_zone(area->spec->kind) != SCALP_ZONE_NONE &&
           !scalp_area_kind_has_spots(area->spec->kind);
}

typedef struct job {
    const scalp_head *head;
    const scalp_area *area;
    const scalp_stretch *stretch;
} job;

static void weigh_vertex(const job *j, size_t i) {
    const scalp_area *area = j->area;
    area->weight[i] = weight_of(area, &j->stretch[i], j->head->chart[i]);
    if (area->hole_share) {
        area->hole_share[i] = hole_share_of(area, &j->stretch[i], j->head->chart[i]);
        area->weight[i] *= area->hole_share[i];
    }
    if (area->share && area->weight[i] > 0)
        area->share[i] = area_parts_at(&area->parts, j->head->chart[i], 0).share;
}

static void weigh(void *context, size_t task) {
    const job *j = context;
    const size_t first = task * vertices_per_task, end = first + vertices_per_task;
    for (size_t i = first; i < end && i < j->head->mesh.vertex_count; i++)
        weigh_vertex(j, i);
}

static scalp_status finish_area(scalp_areas *areas, const scalp_head *head, scalp_area *area,
                                const scalp_work *work, scalp_error *error) {
    const scalp_area_spec *spec = area->spec;
    const area_kind_row *kind = area_kind_row_of(spec->kind);
    SCALP_TRY(check_numbers(spec, error));
    SCALP_TRY(check_area(areas, spec, error));
    if (scalp_area_has_strokes(area))
        SCALP_TRY(scalp_strokes_check(spec, error));
    area->density_per_cm2 = spec->density_per_cm2 > 0 ? spec->density_per_cm2 : kind->density;
    area->margin_mm = spec->margin_mm >= 0 ? spec->margin_mm : kind->margin_mm;
    area->edge_mm = spec->edge_mm >= 0 ? spec->edge_mm : kind->edge_mm;
    area->spot_mm = spec->spot_mm > 0 ? spec->spot_mm : kind->spot_mm;
    area->spots_per_cm2 = spec->spots_per_cm2 > 0 ? spec->spots_per_cm2 : kind->spots_per_cm2;
    if (!is_places(spec->kind))
        SCALP_TRY(scalp_path_smooth(spec->points, spec->point_count,
                                    spec->kind != SCALP_AREA_SCAR_LINE, pieces, work, &area->path,
                                    error));
    for (size_t h = 0; h < spec->hole_count; h++)
        SCALP_TRY(scalp_path_smooth(spec->holes[h], spec->hole_points[h], true, pieces, work,
                                    &area->hole[h], error));
    void *memory;
    const size_t vertices = head->mesh.vertex_count;
    SCALP_TRY(scalp_work_take(work, vertices, sizeof(double), &memory, error));
    area->weight = memory;
    if (area->parts.count > 0) {
        SCALP_TRY(scalp_work_take(work, vertices, sizeof(double), &memory, error));
        area->share = memory;
    }
    if (spec->hole_count > 0) {
        SCALP_TRY(scalp_work_take(work, vertices, sizeof(double), &memory, error));
        area->hole_share = memory;
    }
    job j = {head, area, scalp_atlas_stretch(areas->atlas)};
    scalp_pool_for(work->pool, (vertices + vertices_per_task - 1) / vertices_per_task, weigh, &j);
    return SCALP_OK;
}

/* ---- What is kept out -------------------------------------------------------------------- */

/* Eyes, lips, nostrils and ears; 1 far from them. */
static double face_keep(const scalp_head *head, const scalp_vec3 nostril[2], size_t i) {
    const scalp_head_paint paint = head->paint[i];
    double keep = scalp_smoothstep(eye_mm - soft_mm, eye_mm, paint.lash_mm);
    keep *= scalp_smoothstep(lip_mm - soft_mm, lip_mm, paint.lip_mm);
    for (int k = 0; k < 2; k++)
        keep *= scalp_smoothstep(nostril_mm - soft_mm, nostril_mm,
                                 scalp_vec3_distance(nostril[k], head->mesh.vertices[i]));
    return head->region[i] == SCALP_REGION_EAR ? 0 : keep;
}

/* A face that touches the ear keeps clear of it. */
static void clear_ears(const scalp_head *head, double *keep) {
    for (size_t f = 0; f < head->mesh.face_count; f++) {
        const uint32_t *v = head->mesh.faces[f].v;
        bool ear = false;
        for (int k = 0; k < 3; k++)
            ear |= head->region[v[k]] == SCALP_REGION_EAR;
        for (int k = 0; k < 3 && ear; k++)
            keep[v[k]] = 0;
    }
}

static scalp_status make_keep(scalp_areas *areas, const scalp_places *places,
                              const scalp_vec3 nostril[2], const scalp_work *work,
                              scalp_error *error) {
    const scalp_head *head = places->head;
    void *memory;
    SCALP_TRY(scalp_work_take(work, head->mesh.vertex_count, sizeof(double), &memory, error));
    areas->keep = memory;
    SCALP_TRY(scalp_work_take(work, head->mesh.vertex_count, sizeof(double), &memory, error));
    areas->old = memory;
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        double keep = face_keep(head, nostril, i), bare = keep;
        for (size_t a = 0; a < areas->count; a++) {
            const scalp_area *area = &areas->list[a];
            if (scalp_area_kind_zone(area->spec->kind) != SCALP_ZONE_NONE)
                continue;
            const bool old = area->spec->kind == SCALP_AREA_OLD_PIGMENT;
            keep *= 1 - (old ? area->spec->strength : 1) * area->weight[i];
            bare *= old ? 1 : 1 - area->weight[i];
        }
        areas->keep[i] = keep;
        areas->old[i] = bare - keep;
    }
    clear_ears(head, areas->keep);
    return SCALP_OK;
}

/* ---- All of them ------------------------------------------------------------------------- */

static bool wished(const scalp_design_spec *spec, scalp_area_kind kind) {
    for (size_t i = 0; i < spec->area_count; i++) {
        if (spec->areas[i].kind == kind)
            return true;
    }
    return false;
}

static bool in_list(const char *list, const char *name) {
    const size_t length = strlen(name);
    for (const char *at = list; *at; at += strcspn(at, "+"), at += *at == '+') {
        if (strcspn(at, "+") == length && strncmp(at, name, length) == 0)
            return true;
    }
    return false;
}

/* The style's own areas that have a template, then the wishes. */
static size_t collect(const scalp_style *style, const scalp_design_spec *spec,
                      scalp_area_spec list[SCALP_DESIGN_MAX_AREAS + SCALP_AREA_KINDS]) {
    size_t count = 0;
    for (int k = 0; k < SCALP_AREA_KINDS; k++) {
        const scalp_area_kind kind = (scalp_area_kind)k;
        const char *name = scalp_area_kind_name(kind);
        if (!in_list(style->areas, name) || wished(spec, kind) ||
            !scalp_area_kind_has_template(kind))
            continue;
        list[count++] =
            (scalp_area_spec){.id = name,
                              .kind = kind,
                              .density_per_cm2 = spec->density_per_cm2 > 0 ? spec->density_per_cm2
                                                                           : style->density_per_cm2,
                              .margin_mm = -1,
                              .edge_mm = -1,
                              .strokes = strcmp(style->made_of, "strokes") == 0};
    }
    for (size_t i = 0; i < spec->area_count; i++)
        list[count++] = spec->areas[i];
    return count;
}

static scalp_status check_wishes(const scalp_design_spec *spec, scalp_error *error) {
    if (spec->area_count > SCALP_DESIGN_MAX_AREAS) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The design has %zu areas; at most %d can be given.", spec->area_count,
                          SCALP_DESIGN_MAX_AREAS);
    }
    for (size_t i = 0; i < spec->area_count; i++) {
        const scalp_area_spec *a = &spec->areas[i];
        if ((int)a->kind < 0 || a->kind >= SCALP_AREA_KINDS || !a->id)
            return scalp_fail(error, SCALP_ERR_INPUT, "Area %zu of the design is of no kind.",
                              i + 1);
        if (!a->points && !scalp_area_kind_has_template(a->kind)) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Area %.40s is a %s, which has no template; draw its points.", a->id,
                              scalp_area_kind_name(a->kind));
        }
    }
    return SCALP_OK;
}

scalp_status scalp_areas_make(const scalp_places *places, const scalp_style *style,
                              const scalp_design_spec *spec, const scalp_work *work,
                              scalp_areas *areas, scalp_error *error) {
    scalp_areas made = {.count = 0};
    scalp_area_spec list[SCALP_DESIGN_MAX_AREAS + SCALP_AREA_KINDS];
    SCALP_TRY(check_wishes(spec, error));
    const size_t count = collect(style, spec, list);
    *areas = made;
    if (count == 0)
        return SCALP_OK;
    void *memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_area), &memory, error));
    made.list = memory;
    made.count = count;
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_area_spec), &memory, error));
    scalp_area_spec *specs = memory;
    SCALP_TRY(scalp_atlas_make(places->head, work, &made.atlas, error));
    area_template template;
    SCALP_TRY(area_template_make(work, &template, error));
    for (size_t i = 0; i < count; i++) {
        specs[i] = list[i];
        made.list[i].spec = &specs[i];
        if (!specs[i].points)
            SCALP_TRY(area_template_points(&template, places->head, &specs[i], work, error));
        SCALP_TRY(area_parts_make(&template, places->head, specs[i].kind, work, &made.list[i].parts,
                                  error));
        SCALP_TRY(finish_area(&made, places->head, &made.list[i], work, error));
    }
    scalp_vec3 nostril[2];
    area_template_nostrils(&template, places->head, nostril);
    SCALP_TRY(make_keep(&made, places, nostril, work, error));
    *areas = made;
    return SCALP_OK;
}

/* Points of the chart on the surface, where the head stands; those that the chart does not reach
 * are left out. */
static scalp_status put_on_skin(const scalp_areas *areas, const scalp_places *places,
                                const scalp_frame *frame, const scalp_vec2 *from, size_t from_count,
                                const scalp_work *work, const scalp_vec3 **to, size_t *to_count,
                                scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, from_count + 1, sizeof(scalp_vec3), &memory, error));
    scalp_vec3 *points = memory;
    size_t count = 0;
    for (size_t i = 0; i < from_count; i++) {
        scalp_mesh_point at;
        if (scalp_atlas_find(areas->atlas, from[i], &at))
            points[count++] =
                scalp_frame_leave(frame, scalp_mesh_position(&places->head->mesh, at));
    }
    *to = points;
    *to_count = count;
    return SCALP_OK;
}

scalp_status scalp_areas_outline(const scalp_areas *areas, const scalp_area *area,
                                 const scalp_places *places, const scalp_frame *frame,
                                 const scalp_work *work, scalp_area_result *result,
                                 scalp_error *error) {
    const scalp_area_spec *spec = area->spec;
    SCALP_TRY(put_on_skin(areas, places, frame, area->path.points, area->path.count, work,
                          &result->outline, &result->outline_count, error));
    for (size_t h = 0; h < spec->hole_count; h++)
        SCALP_TRY(put_on_skin(areas, places, frame, area->hole[h].points, area->hole[h].count, work,
                              &result->hole[h], &result->hole_count[h], error));
    if (!is_places(spec->kind))
        return SCALP_OK;
    result->mark_mm = spec->kind == SCALP_AREA_MOLE ? area->margin_mm : area->spot_mm / 2;
    return put_on_skin(areas, places, frame, spec->points, spec->point_count, work, &result->marks,
                       &result->mark_count, error);
}
