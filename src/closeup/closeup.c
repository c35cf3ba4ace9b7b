/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found in several photos, once, on the head. */
#include "onto.h"

#include <math.h>
#include <string.h>

#define REACH_MM 4.0
#define SURE_95 1.96

typedef struct laying {
    const scalp_design *design;
    const uint8_t *region;
    scalp_onto_photo *photos;
    size_t count;
    const scalp_onto_params *params;
    onto_views views;
    onto_matches matches;
} laying;

/* ---- Which finds are one dot -------------------------------------------------------------- */

static uint32_t root_of(uint32_t *root, uint32_t i) {
    while (root[i] != i) {
        root[i] = root[root[i]];
        i = root[i];
    }
    return i;
}

/* Joins sights that match, but never two of one photo. */
static void unite(const laying *l, uint32_t *root, uint32_t *photos_of) {
    for (size_t i = 0; i < l->matches.count; i++) {
        const uint32_t a = root_of(root, l->matches.list[i].a);
        const uint32_t b = root_of(root, l->matches.list[i].b);
        if (a == b || photos_of[a] & photos_of[b])
            continue;
        const uint32_t low = a < b ? a : b, high = a < b ? b : a;
        root[high] = low;
        photos_of[low] |= photos_of[high];
    }
}

static bool better(const onto_sight *a, const onto_sight *b) {
    return a->on.mm2_per_px2 < b->on.mm2_per_px2;
}

static unsigned bits(uint32_t set) {
    unsigned n = 0;
    for (; set; set &= set - 1)
        n++;
    return n;
}

static scalp_onto_dot dot_of(const laying *l, const onto_sight *s, unsigned views) {
    const scalp_found *found = &l->photos[s->photo].found[s->found];
    scalp_onto_dot dot = {.kind = found->kind,
                          .seen_mm = found->diameter_px * sqrt(s->on.mm2_per_px2),
                          .darkness = found->darkness,
                          .confidence = found->confidence,
                          .photo = s->photo,
                          .found = s->found,
                          .views = views};
    if (l->params->as_follicles)
        dot.kind = SCALP_FOUND_STUB;
    else if (l->params->as_dots && dot.kind == SCALP_FOUND_STUB)
        dot.kind = SCALP_FOUND_DOT;
    dot.dot = (scalp_dot){.at = s->on.at,
                          .position = s->on.position,
                          .normal = s->on.normal,
                          .zone = l->design->zone[s->on.at.face],
                          .session = (uint8_t)(l->params->session ? l->params->session : 1)};
    return dot;
}

/* A dot counts where the photo that shows the skin best has it. */
static bool counts(const scalp_onto *onto, const onto_sight *best, uint32_t photos) {
    const uint32_t cell = scalp_onto_cell_at(&onto->cells, best->on.at);
    return cell != UINT32_MAX && onto->cells.why[cell] == SCALP_UNSEEN_NOT &&
           (photos >> onto->cells.owner[cell] & 1u);
}

static scalp_status merge(laying *l, const scalp_work *work, scalp_onto *onto, scalp_error *error) {
    const size_t n = l->views.first[l->count];
    void *memory;
    SCALP_TRY(scalp_work_take(work, 3 * n, sizeof(uint32_t), &memory, error));
    uint32_t *root = memory, *photos_of = root + n, *best = photos_of + n;
    for (uint32_t i = 0; i < n; i++) {
        root[i] = best[i] = i;
        photos_of[i] = 1u << l->views.sights[i].photo;
    }
    unite(l, root, photos_of);
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t r = root_of(root, i);
        if (better(&l->views.sights[i], &l->views.sights[best[r]]))
            best[r] = i;
    }
    SCALP_TRY(scalp_work_take(work, n, sizeof(scalp_onto_dot), &memory, error));
    scalp_onto_dot *dots = memory;
    for (int follicles = 0; follicles < 2; follicles++) {
        for (uint32_t i = 0; i < n; i++) {
            if (root[i] != i || !counts(onto, &l->views.sights[best[i]], photos_of[i]))
                continue;
            const scalp_onto_dot dot = dot_of(l, &l->views.sights[best[i]], bits(photos_of[i]));
            if ((dot.kind == SCALP_FOUND_STUB) != follicles)
                continue;
            onto->seen_twice += dot.views > 1;
            dots[onto->dot_count++] = dot;
        }
        onto->pigment_count = follicles ? onto->pigment_count : onto->dot_count;
    }
    onto->dots = dots;
    return SCALP_OK;
}

/* ---- Figures ------------------------------------------------------------------------------ */

static void add_cells(const laying *l, const scalp_onto *onto, size_t face, scalp_onto_zone *zone,
                      double *sure) {
    const scalp_mesh *mesh = l->design->mesh;
    const unsigned n = onto->cells.split * onto->cells.split;
    const double area = scalp_mesh_face_area_mm2(mesh, face) / n;
    const uint32_t first = onto->cells.first[face];
    for (unsigned k = 0; k < n; k++) {
        const scalp_mesh_point at = scalp_onto_cell_middle(&onto->cells, (uint32_t)face, k);
        const double wanted = scalp_mesh_field(mesh, l->design->density_per_cm2, at);
        const uint8_t why = onto->cells.why[first + k];
        zone->area_mm2 += area;
        zone->planned_all_per_cm2 += area * wanted;
        if (why != SCALP_UNSEEN_NOT) {
            zone->unseen_mm2[why] += area;
            continue;
        }
        zone->seen_mm2 += area;
        zone->planned_per_cm2 += area * wanted;
        *sure += area * l->photos[onto->cells.owner[first + k]].placement.scale_sd;
    }
}

static void add_zone(scalp_onto_zone *all, const scalp_onto_zone *zone) {
    all->area_mm2 += zone->area_mm2;
    all->seen_mm2 += zone->seen_mm2;
    for (int k = 0; k < SCALP_UNSEEN_COUNT; k++)
        all->unseen_mm2[k] += zone->unseen_mm2[k];
    all->dots += zone->dots;
    all->follicles += zone->follicles;
    all->planned_per_cm2 += zone->planned_per_cm2;
    all->planned_all_per_cm2 += zone->planned_all_per_cm2;
}

/* Sums become means. Counting is doubtful by sqrt(n) at most, for dots lie more evenly than by
 * chance; areas by twice what lengths are. */
static void close_zone(scalp_onto_zone *zone, double sure, double length_sd) {
    const double n = (double)zone->dots, cm2 = zone->seen_mm2 / 100;
    zone->planned_all_per_cm2 /= zone->area_mm2 > 0 ? zone->area_mm2 : 1;
    zone->per_cm2 = zone->low = zone->high = NAN;
    if (!(cm2 > 0)) {
        zone->planned_per_cm2 = NAN;
        return;
    }
    const double scale = 2 * hypot(sure / zone->seen_mm2, length_sd);
    zone->planned_per_cm2 /= zone->seen_mm2;
    zone->per_cm2 = n / cm2;
    /* Wald's interval leaves 0 dots sure; with one more they are not. */
    const double sd = hypot(sqrt(n > 0 ? n : 1) / cm2, zone->per_cm2 * scale);
    zone->low = fmax(zone->per_cm2 - SURE_95 * sd, 0);
    zone->high = zone->per_cm2 + SURE_95 * sd;
}

static void sum_up(const laying *l, scalp_onto *onto) {
    double sure[SCALP_ZONE_COUNT] = {0}, all = 0;
    for (size_t f = 0; f < l->design->mesh->face_count; f++)
        if (onto->cells.first[f] != UINT32_MAX)
            add_cells(l, onto, f, &onto->zones[l->design->zone[f]], &sure[l->design->zone[f]]);
    for (size_t i = 0; i < onto->dot_count; i++) {
        scalp_onto_zone *zone = &onto->zones[onto->dots[i].dot.zone];
        zone->dots += i < onto->pigment_count;
        zone->follicles += i >= onto->pigment_count;
    }
    for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
        if (z != SCALP_ZONE_NONE) {
            add_zone(&onto->all, &onto->zones[z]);
            all += sure[z];
        }
        close_zone(&onto->zones[z], sure[z], l->params->length_sd);
    }
    close_zone(&onto->all, all, l->params->length_sd);
}

/* ---- The whole ---------------------------------------------------------------------------- */

static scalp_status scope_make(const laying *l, const scalp_work *work, uint8_t **scope,
                               scalp_error *error) {
    const scalp_mesh *mesh = l->design->mesh;
    void *memory;
    SCALP_TRY(scalp_work_take(work, mesh->face_count, 1, &memory, error));
    *scope = memory;
    for (size_t f = 0; f < mesh->face_count; f++) {
        const uint32_t *v = mesh->faces[f].v;
        (*scope)[f] =
            l->design->zone[f] != SCALP_ZONE_NONE ||
            (l->region && l->region[v[0]] == SCALP_REGION_SCALP &&
             l->region[v[1]] == SCALP_REGION_SCALP && l->region[v[2]] == SCALP_REGION_SCALP);
    }
    return SCALP_OK;
}

static scalp_status lay(laying *l, const scalp_bvh *bvh, const scalp_work *work, scalp_onto *onto,
                        scalp_error *error) {
    const scalp_mesh *mesh = l->design->mesh;
    uint8_t *scope;
    void *memory;
    SCALP_TRY(onto_views_make(mesh, bvh, l->photos, l->count, work, &l->views, error));
    const size_t sights = l->views.first[l->count];
    for (size_t p = 0; p < l->count; p++)
        onto->beside[p] = l->photos[p].found_count - (l->views.first[p + 1] - l->views.first[p]);
    l->matches.most = sights * (l->count > 1 ? l->count - 1 : 0);
    SCALP_TRY(scalp_work_take(work, l->matches.most, sizeof(onto_match), &memory, error));
    l->matches.list = memory;
    SCALP_TRY(scalp_work_take(work, l->count * l->count, 1, &memory, error));
    l->matches.met = memory;
    const double reach = l->params->reach_mm > 0 ? l->params->reach_mm : REACH_MM;
    SCALP_TRY(onto_join(mesh, bvh, l->photos, l->count, reach, work, &l->views, &l->matches, onto,
                        error));
    SCALP_TRY(scope_make(l, work, &scope, error));
    SCALP_TRY(onto_cells_make(mesh, bvh, scope, l->photos, l->count, work, &onto->cells, error));
    SCALP_TRY(merge(l, work, onto, error));
    sum_up(l, onto);
    for (size_t p = 0; p < l->count; p++) {
        onto->placements[p] = l->photos[p].placement;
        memcpy(onto->met[p], l->matches.met + p * l->count, l->count);
    }
    return SCALP_OK;
}

scalp_status scalp_onto_make(const scalp_design *design, const uint8_t *region,
                             const scalp_onto_photo *photos, size_t count,
                             const scalp_onto_params *params, const scalp_work *work,
                             scalp_onto *onto, scalp_error *error) {
    const scalp_bvh *bvh;
    void *memory;
    if (count < 1 || count > SCALP_ONTO_MAX_PHOTOS)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%zu photos are to be laid on the head; it takes 1 to %d.", count,
                          SCALP_ONTO_MAX_PHOTOS);
    laying l = {.design = design, .region = region, .count = count, .params = params};
    SCALP_TRY(scalp_work_take(work, count, sizeof *photos, &memory, error));
    l.photos = memcpy(memory, photos, count * sizeof *photos);
    SCALP_TRY(scalp_work_take(work, 1, sizeof *onto, &memory, error));
    scalp_onto *made = memory;
    SCALP_TRY(scalp_bvh_make(design->mesh, work, &bvh, error));
    SCALP_TRY(lay(&l, bvh, work, made, error));
    *onto = *made;
    return SCALP_OK;
}

scalp_status scalp_onto_sites(const scalp_onto *onto, double radius_mm, const scalp_work *work,
                              const scalp_site **sites, size_t *count, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, onto->dot_count, sizeof(scalp_site), &memory, error));
    scalp_site *to = memory;
    for (size_t i = 0; i < onto->dot_count; i++) {
        const scalp_dot *dot = &onto->dots[i].dot;
        to[i] =
            (scalp_site){.at = dot->at,
                         .point = dot->position,
                         .radius_mm = radius_mm,
                         .weight = 1,
                         .kind = i < onto->pigment_count ? SCALP_SITE_DOT : SCALP_SITE_FOLLICLE};
    }
    *sites = to;
    *count = onto->dot_count;
    return SCALP_OK;
}
