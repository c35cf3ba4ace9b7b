/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which skin was judged, why not the rest, and how good the photo is. */
#include "find.h"

#include <math.h>
#include <string.h>

enum { most_cells = 8000 };

static const double steepest_deg = 45; /* a dot is then seen 0.7 of its width */
/* Of a block and those about it, without shine: a dot that dims the shine must not decide. */
static const double least_seen = 0.7;
static const double least_judged = 0.05;
/* Shares of the photo: what they leave is no fair sample. */
static const double most_shine = 0.2, most_covered = 0.35;
/* From there on densities are off; on freshly worked skin, of which so much shines or is stained
 * (more than by a few moles), sooner. */
static const double most_confusion = 0.1;
static const double fresh_confusion = 0.033, fresh_shine = 0.03, fresh_stained = 0.1;
static const double least_f = 0.6; /* expected F measure, below which finds are guesses.. */
static const double bare = 0.006;  /* ..where dots are expected to cover more than this share */

/* The photo's edge in mm. */
static void corners(const scalp_survey *v, const scalp_flat *flat, scalp_vec2 *low,
                    scalp_vec2 *high) {
    const double w = v->factor * v->image.width, h = v->factor * v->image.height;
    *low = (scalp_vec2){HUGE_VAL, HUGE_VAL};
    *high = (scalp_vec2){-HUGE_VAL, -HUGE_VAL};
    for (int k = 0; k <= 32; k++)
        for (int side = 0; side < 4; side++) {
            const double t = k / 32.0, end = side % 2;
            const scalp_vec2 px = {(side < 2 ? t : end) * w - 0.5, (side < 2 ? end : t) * h - 0.5};
            const scalp_vec2 mm = scalp_flat_from_px(flat, px);
            if (!isfinite(mm.x) || !isfinite(mm.y))
                continue;
            low->x = fmin(low->x, mm.x);
            low->y = fmin(low->y, mm.y);
            high->x = fmax(high->x, mm.x);
            high->y = fmax(high->y, mm.y);
        }
}

/* The share seen of a block and those about it; `stained`: one of them is a stain's. */
static double seen_about(const scalp_sight *s, double x, double y, bool *stained) {
    const int column = (int)(x / s->block), row = (int)(y / s->block);
    double sum = 0;
    int n = 0;
    for (int j = row - 1; j <= row + 1; j++)
        for (int i = column - 1; i <= column + 1; i++)
            if (i >= 0 && j >= 0 && i < s->columns && j < s->rows) {
                const size_t at = (size_t)j * (size_t)s->columns + (size_t)i;
                sum += (double)s->seen[at];
                *stained |= s->why[at] == SCALP_UNSEEN_WOUND;
                n++;
            }
    return sum / n;
}

static scalp_unseen cell_why(const scalp_survey *v, const scalp_flat *flat, scalp_vec2 mm,
                             double *steepest) {
    const scalp_sight *s = &v->sight;
    const scalp_vec2 px = scalp_flat_to_px(flat, mm);
    const double x = floor((px.x + 0.5) / v->factor), y = floor((px.y + 0.5) / v->factor);
    if (!(x >= 0 && y >= 0 && x < v->image.width && y < v->image.height))
        return SCALP_UNSEEN_OUTSIDE;
    const size_t at = (size_t)(y / s->block) * (size_t)s->columns + (size_t)(x / s->block);
    if (s->why[at] != SCALP_UNSEEN_NOT)
        return (scalp_unseen)s->why[at];
    if (v->over.why && scalp_over_at(&v->over, x, y) != SCALP_UNSEEN_NOT)
        return scalp_over_at(&v->over, x, y);
    double slant;
    const double scale = scalp_flat_scale_at(flat, px, &slant);
    *steepest = fmax(*steepest, slant);
    if (slant > steepest_deg)
        return SCALP_UNSEEN_STEEP;
    if (flat->has_mm && v->seen_px > 0 &&
        v->seen_px * v->factor * scale / flat->px_per_mm < SCALP_FIND_LEAST_PX)
        return SCALP_UNSEEN_SMALL;
    bool stained = false;
    if (seen_about(s, x, y, &stained) >= least_seen)
        return SCALP_UNSEEN_NOT;
    return stained ? SCALP_UNSEEN_WOUND : SCALP_UNSEEN_GLOSS;
}

static scalp_status cells(const scalp_survey *v, const scalp_flat *flat, double cell_mm,
                          const scalp_work *work, scalp_finds *finds, scalp_error *error) {
    scalp_window *w = &finds->window;
    scalp_find_quality *q = &finds->quality;
    scalp_vec2 low, high;
    size_t count[SCALP_UNSEEN_COUNT] = {0}, all = 0;
    void *memory;
    corners(v, flat, &low, &high);
    *w = (scalp_window){.origin_mm = low, .cell_mm = cell_mm};
    w->columns = (int)scalp_clamp(ceil((high.x - low.x) / cell_mm), 1, most_cells);
    w->rows = (int)scalp_clamp(ceil((high.y - low.y) / cell_mm), 1, most_cells);
    const size_t cells_count = (size_t)w->columns * (size_t)w->rows;
    SCALP_TRY(scalp_work_take(work, cells_count, 1, &memory, error));
    uint8_t *why = memory;
    q->slant_deg = 0;
    for (size_t i = 0; i < cells_count; i++) {
        const scalp_vec2 mm = {low.x + ((double)(i % (size_t)w->columns) + 0.5) * cell_mm,
                               low.y + ((double)(i / (size_t)w->columns) + 0.5) * cell_mm};
        why[i] = (uint8_t)cell_why(v, flat, mm, &q->slant_deg);
        count[why[i]]++;
        all += why[i] != SCALP_UNSEEN_OUTSIDE && why[i] != SCALP_UNSEEN_MARK;
    }
    w->why = why;
    for (int i = 0; i < SCALP_UNSEEN_COUNT; i++)
        q->share[i] = all ? (double)count[i] / (double)all : 0;
    q->share[SCALP_UNSEEN_OUTSIDE] = 0;
    return SCALP_OK;
}

/* Whether ink, scabs or ointment are to be seen. */
static bool worked(const scalp_find_quality *q) {
    return q->share[SCALP_UNSEEN_GLOSS] + q->share[SCALP_UNSEEN_CLIPPED] > fresh_shine ||
           q->share[SCALP_UNSEEN_WOUND] > fresh_stained;
}

/* What the probabilities say of the finds as a whole. */
static void verdict(const scalp_survey *v, double threshold, scalp_find_quality *q) {
    double all = 0, kept = 0, sum = 0, covered = 0;
    for (size_t i = 0; i < v->count; i++) {
        const double p = v->all[i].probability;
        all += p;
        covered += p * v->all[i].diameter_px * v->all[i].diameter_px;
        if (p >= threshold) {
            kept += 1;
            sum += p;
        }
    }
    q->confusion = kept > 0 ? 1 - sum / kept : 0;
    q->missed = all > 0 ? 1 - sum / all : 0;
    covered /= (double)v->image.width * (double)v->image.height;
    const double shine = q->share[SCALP_UNSEEN_GLOSS] + q->share[SCALP_UNSEEN_CLIPPED];
    q->judged = true;
    if (q->share[SCALP_UNSEEN_NOT] < least_judged) {
        q->judged = false;
        q->note = "Hardly any of the photo could be judged; take it in even light, without flash, "
                  "sharp and square on.";
    } else if (shine > most_shine) {
        q->judged = false;
        q->note =
            "Too much of the photo is shine, or too bright or dark for the file; dab the skin "
            "dry and take it in even light, without flash.";
    } else if (shine + q->share[SCALP_UNSEEN_WOUND] > most_covered) {
        q->judged = false;
        q->note =
            "Too much of the skin is covered, by ink, scabs or shine; wipe it clean, dab it dry "
            "and take the photo again, or wait until it has healed.";
    } else if (covered > bare && q->confusion > (worked(q) ? fresh_confusion : most_confusion)) {
        q->judged = false;
        q->note = "Too many of the finds may be ink on the skin, scabs or its own texture; clean "
                  "it, or take the photo from nearer, sharp and without shine.";
    } else if (covered > bare && 2 * sum / (kept + all) < least_f) {
        q->judged = false;
        q->note = "The dots cannot be told from the skin's own texture here; take the photo from "
                  "nearer, sharp and without shine.";
    }
}

scalp_status scalp_find_judge(const scalp_survey *v, const scalp_flat *flat,
                              const scalp_find_params *params, double threshold,
                              const scalp_work *work, scalp_finds *finds, scalp_error *error) {
    const double cell_mm = params && params->cell_mm > 0 ? params->cell_mm
                           : flat->has_mm                ? 0.25
                                                         : 8;
    SCALP_TRY(cells(v, flat, cell_mm, work, finds, error));
    scalp_find_quality *q = &finds->quality;
    const double middle = v->factor * v->diameter_px;
    q->blur_px = middle > 0 ? v->factor * v->blur_px : (double)NAN;
    q->diameter_px = middle > 0 ? middle : (double)NAN;
    q->px_per_mm = flat->has_mm ? flat->px_per_mm : 0;
    if (!flat->has_mm)
        q->slant_deg = (double)NAN;
    verdict(v, threshold, q);
    return SCALP_OK;
}
