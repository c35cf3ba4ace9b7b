/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the dots of each zone and session look like on the day of the picture. Deposits that are
 * alike are worked out once. */
#include "photo.h"

#include <math.h>

static const double tilt_dots = 60, tilt_haze = 75; /* degrees: the change-over, 70 its middle */

/* Of 41 degrees. */
static const scalp_skin_parts usual_skin = {.melanin = 0.02, .blood = 0.023, .scatter = 1};

double scalp_photo_dot_weight(double cosine) {
    if (cosine >= 0.5) /* up to 60 degrees, where most dots are */
        return 1;
    const double degrees = scalp_acos(scalp_clamp(cosine, -1, 1)) * 180 / SCALP_PI;
    return 1 - scalp_smoothstep(tilt_dots, tilt_haze, degrees);
}

/* Days from a session to the last that is drawn. */
static double days_before(const scalp_render_params *params, unsigned session, unsigned last) {
    const double from = params->session_day[session - 1], to = params->session_day[last - 1];
    return to > from ? to - from : scalp_plan_usual_days(session, last);
}

typedef struct making {
    const scalp_plan *plan;
    const scalp_render_params *params;
    const scalp_work *work;
    scalp_skin_parts skin;
    photo_channels channels;
} making;

static scalp_status make_ink(const making *m, const photo_deposit *dot, photo_ink *ink,
                             scalp_error *error) {
    photo_profile profile;
    SCALP_TRY(scalp_photo_profile(dot, &m->skin, &m->channels, m->work, &profile, error));
    scalp_photo_kernels(&profile, &ink->kernels);
    return scalp_photo_redness(dot->faded.erythema, &m->skin, &m->channels, m->work, ink->redness,
                               error);
}

static bool is_same(const photo_deposit *a, const photo_deposit *b) {
    const scalp_deposit *d = &a->healed, *e = &b->healed;
    const scalp_faded *f = &a->faded, *g = &b->faded;
    const double one[] = {d->depth_mm,       d->diameter_mm, d->thickness_mm, f->dermal_mass,
                          f->epidermal_mass, f->width,       f->deeper_mm,    f->erythema};
    const double other[] = {e->depth_mm,       e->diameter_mm, e->thickness_mm, g->dermal_mass,
                            g->epidermal_mass, g->width,       g->deeper_mm,    g->erythema};
    bool same = true;
    for (size_t i = 0; i < sizeof one / sizeof *one; i++)
        same = same && !(one[i] < other[i] || one[i] > other[i]);
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        same = same &&
               !(a->dmua_per_mm[w] < b->dmua_per_mm[w] || a->dmua_per_mm[w] > b->dmua_per_mm[w]);
    return same;
}

static const photo_ink *find_ink(const photo_inks *inks, const photo_deposit *dot) {
    for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
        for (unsigned s = 1; s <= inks->sessions; s++) {
            const photo_ink *ink = inks->ink[z][s];
            if (ink && is_same(&ink->dot, dot))
                return ink;
        }
    }
    return NULL;
}

static scalp_status set_ink(const making *m, unsigned session, int zone, photo_inks *inks,
                            scalp_error *error) {
    const double age =
        scalp_stage_days(m->params->stage) + days_before(m->params, session, inks->sessions);
    const scalp_wear *wear = m->params->wear ? &m->params->wear[zone] : NULL;
    photo_deposit dot = {.healed = scalp_plan_deposit(m->plan, (scalp_zone)zone),
                         .faded = scalp_fading_at(wear, age, m->params->band)};
    scalp_plan_dmua(m->plan, (scalp_zone)zone, dot.dmua_per_mm);
    inks->ink[zone][session] = find_ink(inks, &dot);
    if (inks->ink[zone][session])
        return SCALP_OK;
    void *memory;
    SCALP_TRY(scalp_work_take(m->work, 1, sizeof(photo_ink), &memory, error));
    photo_ink *ink = memory;
    ink->dot = dot;
    SCALP_TRY(make_ink(m, &dot, ink, error));
    inks->ink[zone][session] = ink;
    inks->reach_mm = fmax(inks->reach_mm, ink->kernels.skirt.radius_mm);
    return SCALP_OK;
}

double scalp_photo_placed_weight(const scalp_placed *placed, unsigned session, unsigned zone) {
    return placed->days_before[session - 1] > 0 ? 1 : placed->strength[session - 1][zone];
}

/* The dots of each zone that belong to each session, by as many as are wanted there: what is left
 * of those that are there, and the new ones. */
static void count_dots(const scalp_plan *plan, photo_inks *inks) {
    const scalp_layout *layout = &plan->layout;
    const scalp_placed *placed = &plan->placed;
    double all[SCALP_ZONE_COUNT] = {0};
    for (size_t i = 0; i < placed->dot_count; i++) {
        const scalp_dot *dot = &placed->dots[i];
        inks->share[dot->zone][dot->session] +=
            scalp_photo_placed_weight(placed, dot->session, dot->zone);
        all[dot->zone] += placed->strength[dot->session - 1][dot->zone];
    }
    for (size_t i = 0; i < layout->dot_count; i++) {
        const scalp_dot *dot = &layout->dots[i];
        if (dot->zone < SCALP_ZONE_COUNT && dot->session <= SCALP_LAYOUT_MAX_SESSIONS) {
            inks->share[dot->zone][dot->session] += 1;
            all[dot->zone] += 1;
        }
    }
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        for (int s = 0; s <= SCALP_LAYOUT_MAX_SESSIONS && all[z] > 0; s++)
            inks->share[z][s] /= all[z];
}

static bool has_strokes(const scalp_stroke_path *strokes, size_t count, int zone,
                        unsigned session) {
    for (size_t i = 0; i < count; i++)
        if (strokes[i].zone == zone && strokes[i].session == session)
            return true;
    return false;
}

scalp_status scalp_photo_inks(const scalp_plan *plan, const scalp_render_params *params,
                              const scalp_work *work, photo_inks *inks, scalp_error *error) {
    const size_t planned = plan->layout.session_count;
    making m = {plan, params, work, .skin = params->skin ? *params->skin : usual_skin};
    scalp_spectrum bare;
    *inks = (photo_inks){0};
    inks->sessions =
        params->sessions > 0 && params->sessions < planned ? params->sessions : (unsigned)planned;
    count_dots(plan, inks);
    SCALP_TRY(scalp_photo_bare(&m.skin, work, &bare, error));
    scalp_photo_channels(params->light, &bare, &m.channels);
    for (unsigned s = 1; s <= inks->sessions && s <= SCALP_LAYOUT_MAX_SESSIONS; s++)
        for (int z = 0; z < SCALP_ZONE_COUNT; z++)
            if (inks->share[z][s] > 0 ||
                has_strokes(plan->layout.strokes, plan->layout.stroke_count, z, s) ||
                has_strokes(plan->placed.strokes, plan->placed.stroke_count, z, s))
                SCALP_TRY(set_ink(&m, s, z, inks, error));
    return SCALP_OK;
}
