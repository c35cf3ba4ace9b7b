/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of what was there is there still, by zone, and how sure that is. */
#include "pair_before.h"

#include <stdlib.h>

enum { resamplings = 200 };

static const double two_sided = 1.959964; /* 95 % */
static const double most_overlooked = 0.15;

/* One earlier dot in the sums. */
typedef struct kept_row {
    double weight;         /* its confidence */
    double there;          /* how likely it is there still */
    double before, after;  /* optical density; after 0: lost */
    double mass_b, mass_a; /* times area */
    double wide_b, wide_a; /* diameters, of those found again */
} kept_row;

static bool is_found(const scalp_kept_dot *d) {
    return d->before != SCALP_PAIR_NONE && d->after != SCALP_PAIR_NONE;
}

static int zone_of(const before_match *m, const scalp_kept_dot *d) {
    if (d->before != SCALP_PAIR_NONE)
        return m->before->zones ? m->before->zones[d->before] : SCALP_ZONE_NONE;
    return m->after->zones ? m->after->zones[d->after] : -1; /* of the nearest earlier dot */
}

static size_t take_rows(const before_match *m, const scalp_kept_dot *dots, size_t count, int zone,
                        kept_row *rows) {
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        const scalp_kept_dot *d = &dots[i];
        if (d->before == SCALP_PAIR_NONE || d->state == SCALP_KEPT_UNSEEN || zone_of(m, d) != zone)
            continue;
        const scalp_found *b = &m->before->found[d->before];
        double sd;
        kept_row *r = &rows[n++];
        *r = (kept_row){.weight = scalp_clamp(b->confidence, 0.01, 1), .there = m->there[i]};
        r->before = before_density(b, &sd);
        const double wide = b->diameter_mm > 0 ? b->diameter_mm : 1;
        r->mass_b = r->before * wide * wide;
        if (!is_found(d))
            continue;
        const scalp_found *a = &m->after->found[d->after];
        const double wide_a = b->diameter_mm > 0 && a->diameter_mm > 0 ? a->diameter_mm : wide;
        r->after = before_density(a, &sd) / m->gain;
        r->mass_a = r->after * wide_a * wide_a;
        r->wide_b = wide;
        r->wide_a = wide_a;
    }
    return n;
}

typedef struct sums {
    double all, found, there, density_b, density_a, mass_b, mass_a, wide_b, wide_a;
} sums;

static void add(sums *s, const kept_row *r) {
    const bool found = r->wide_b > 0;
    s->all += r->weight;
    s->there += r->there;
    /* A lost find that was none at all had nothing to lose: its weight is its confidence. */
    s->mass_b += r->mass_b * (found ? 1 : r->weight);
    if (!found)
        return;
    s->found += 1;
    s->density_b += r->before;
    s->density_a += r->after;
    s->mass_a += r->mass_a;
    s->wide_b += r->wide_b;
    s->wide_a += r->wide_a;
}

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static scalp_share interval(double value, double *draws) {
    qsort(draws, resamplings, sizeof *draws, by_size);
    return (scalp_share){value, draws[(int)(0.025 * resamplings)],
                         draws[(int)(0.975 * resamplings)]};
}

/* Wilson's interval, with the doubt about what is overlooked added. */
static scalp_share retained(double found, double all, double overlooked, double overlooked_sd) {
    if (!(all > 0))
        return (scalp_share){NAN, NAN, NAN};
    const double shown = 1 - overlooked, n = all * shown, z2 = two_sided * two_sided;
    const double p = scalp_clamp(found / n, 0, 1);
    const double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
    const double half = two_sided * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
    const double more = two_sided * p * overlooked_sd / shown;
    const double wide = hypot(half, more);
    return (scalp_share){p, fmax(0, fmin(p, middle - wide)), fmin(1, fmax(p, middle + wide))};
}

static double ratio(double a, double b) {
    return b > 0 ? a / b : (double)NAN;
}

static void resample(const kept_row *rows, size_t n, double shown, int zone, scalp_kept_zone *z) {
    double darkness[resamplings], pigment[resamplings], spread[resamplings];
    sums all = {0};
    for (size_t i = 0; i < n; i++)
        add(&all, &rows[i]);
    for (int k = 0; k < resamplings; k++) {
        scalp_random random = scalp_random_make(0x5eed + (uint64_t)zone, (uint64_t)k);
        sums s = {0};
        for (size_t i = 0; i < n; i++)
            add(&s, &rows[scalp_random_below(&random, n)]);
        darkness[k] = ratio(s.density_a, s.density_b);
        pigment[k] = fmin(1.5, ratio(s.mass_a, s.mass_b * shown));
        spread[k] = ratio(s.wide_a, s.wide_b);
        if (s.found <= 0)
            darkness[k] = spread[k] = 0;
    }
    z->darkness = interval(ratio(all.density_a, all.density_b), darkness);
    z->pigment = interval(ratio(all.mass_a, all.mass_b * shown), pigment);
    z->spread = interval(ratio(all.wide_a, all.wide_b), spread);
}

/* Dots that were there and were not found: new ones, that must have been there before. */
static void find_overlooked(const before_match *m, const scalp_kept_dot *dots, size_t count,
                            double *share, double *sd) {
    double fresh = 0, found = 0;
    for (size_t i = 0; i < count; i++) {
        if (dots[i].state == SCALP_KEPT_NEW) {
            /* 1.. of a sure find; what is expected to be none is none. */
            fresh += m->after->found[dots[i].after].confidence;
        } else {
            found += is_found(&dots[i]);
        }
    }
    /* Of the new ones, as many are false as confidence says; the same share among all others. */
    double false_all = 0;
    for (size_t i = 0; i < m->after->count; i++)
        if (m->after->found[i].kind != SCALP_FOUND_STUB && m->after->found[i].confidence >= 0.5)
            false_all += 1 - m->after->found[i].confidence;
    double fresh_count = 0;
    for (size_t i = 0; i < count; i++)
        fresh_count += dots[i].state == SCALP_KEPT_NEW;
    fresh = fmin(fresh, fmax(0, fresh_count - false_all));
    *share = found > 0 ? scalp_clamp(fresh / (fresh + found), 0, most_overlooked) : 0;
    *sd = found > 0 ? sqrt((fresh_count + 1)) / (fresh + found) : 0;
}

double scalp_pair_missed(double missed) {
    return missed >= 0 ? fmin(0.01 + 0.15 * missed, 0.03) : 0.02;
}

/* What the dots say and what the finder says of itself, each as sure as it is. */
static void join_missed(const scalp_before_params *params, double *share, double *sd) {
    if (!(params->missed_sd > 0))
        return;
    const double a = *sd > 0 ? 1 / (*sd * *sd) : 0, b = 1 / (params->missed_sd * params->missed_sd);
    *share = scalp_clamp((a * *share + b * params->missed) / (a + b), 0, most_overlooked);
    *sd = 1 / sqrt(a + b);
}

static size_t list_zones(const before_match *m, const scalp_kept_dot *dots, size_t count,
                         scalp_kept_zone *zones) {
    int place[SCALP_ZONE_COUNT];
    size_t n = 0;
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        place[z] = -1;
    for (size_t i = 0; i < count; i++)
        if (dots[i].before != SCALP_PAIR_NONE)
            place[zone_of(m, &dots[i])] = 0;
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        if (place[z] == 0) {
            place[z] = (int)n;
            zones[n++] = (scalp_kept_zone){.zone = (uint8_t)z};
        }
    for (size_t i = 0; i < count; i++) {
        int zone = zone_of(m, &dots[i]);
        if (zone < 0) {
            const uint32_t near = pair_set_nearest(&m->of, dots[i].mm, HUGE_VAL, NULL);
            zone = near == PAIR_NONE ? SCALP_ZONE_NONE : zone_of(m, &dots[near]);
        }
        if (place[zone] >= 0)
            zones[place[zone]].count[dots[i].state]++;
    }
    return n;
}

scalp_status before_zones(const before_match *m, const scalp_kept_dot *dots,
                          scalp_before_compared *to, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(m->work, SCALP_ZONE_COUNT, sizeof(scalp_kept_zone), &memory, error));
    scalp_kept_zone *zones = memory;
    SCALP_TRY(scalp_work_take(m->work, m->of.count, sizeof(kept_row), &memory, error));
    kept_row *rows = memory;
    double overlooked_sd = 0;
    if (!m->params->worked_between)
        find_overlooked(m, dots, to->dot_count, &to->overlooked, &overlooked_sd);
    join_missed(m->params, &to->overlooked, &overlooked_sd);
    to->zones = zones;
    to->zone_count = list_zones(m, dots, to->dot_count, zones);
    for (size_t i = 0; i < to->zone_count; i++) {
        scalp_kept_zone *z = &zones[i];
        const size_t n = take_rows(m, dots, to->dot_count, z->zone, rows);
        const scalp_share none = {NAN, NAN, NAN};
        z->retained = z->darkness = z->pigment = z->spread = none;
        if (n == 0)
            continue;
        sums all = {0};
        for (size_t k = 0; k < n; k++)
            add(&all, &rows[k]);
        z->retained = retained(all.there, all.all, to->overlooked, overlooked_sd);
        if (all.found > 0)
            resample(rows, n, 1 - to->overlooked, z->zone, z);
    }
    return SCALP_OK;
}
