/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Valid cases at random, from the field tables, for round trips and comparisons. */
#ifndef SCALPTOR_TESTS_RANDOM_CASE_H
#define SCALPTOR_TESTS_RANDOM_CASE_H

#include <scalptor/case.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static inline bool random_bool(scalp_random *r) {
    return scalp_random_below(r, 2) == 1;
}

/* Half the numbers have few decimals, as people type them, half have all their bits. */
static inline double random_between(scalp_random *r, double low, double high) {
    const double x = low + (high - low) * scalp_random_uniform(r);
    const double typed = floor(x * 100) / 100;
    return random_bool(r) && typed >= low ? typed : x;
}

static inline void random_choice(scalp_random *r, const char *choices, char *to) {
    size_t count = 0;
    for (const char *c = choices; *c; c++)
        count += *c == '|' || c[1] == 0;
    uint64_t wanted = scalp_random_below(r, count);
    const char *at = choices;
    for (; wanted > 0; wanted--)
        at += strcspn(at, "|") + 1;
    const size_t length = strcspn(at, "|");
    memcpy(to, at, length);
    to[length] = 0;
}

static inline void random_fields(scalp_random *r, const scalp_case_field *fields, size_t count,
                                 void *base) {
    for (size_t i = 0; i < count; i++) {
        const scalp_case_field *f = &fields[i];
        char *to = (char *)base + f->offset;
        if (f->optional && random_bool(r))
            continue;
        double number = random_between(r, f->low, f->high);
        if (f->kind == SCALP_FIELD_WHOLE)
            number = floor(number);
        if (scalp_case_field_is_number(f))
            memcpy(to, &number, sizeof number);
        else if (f->choices)
            random_choice(r, f->choices, to);
    }
}

static inline size_t random_curve(scalp_random *r, size_t most, double high, scalp_vec2 *points) {
    const size_t count = 2 + (size_t)scalp_random_below(r, most - 1);
    for (size_t i = 0; i < count; i++)
        points[i] = (scalp_vec2){random_between(r, -high, high), random_between(r, -high, high)};
    return count;
}

static inline void random_photo(scalp_random *r, unsigned index, scalp_case_photo *photo) {
    *photo = scalp_case_photo_default();
    random_fields(r, scalp_case_photo_fields, scalp_case_photo_field_count, photo);
    snprintf(photo->id, sizeof photo->id, "photo-%u_%u", index,
             (unsigned)scalp_random_below(r, 99));
    snprintf(photo->file, sizeof photo->file, "b\xc3\xbc\xe2\x82\xac \"%u\\x\".jpg", index);
    for (int k = 0; k < SCALP_LANDMARK_COUNT; k++) {
        photo->has[k] = random_bool(r);
        if (photo->has[k])
            photo->px[k] = (scalp_vec2){random_between(r, -1e3, 1e4), random_between(r, 0, 4e3)};
    }
    photo->midline_count = (size_t)scalp_random_below(r, 4);
    for (size_t k = 0; k < photo->midline_count; k++)
        photo->midline[k] = (scalp_vec2){random_between(r, -1e3, 1e4), random_between(r, 0, 4e3)};
    if (random_bool(r))
        photo->pencil_count = random_curve(r, SCALP_CASE_MAX_PENCIL, 4e3, photo->pencil);
    photo->has_scale = random_bool(r);
    if (photo->has_scale) {
        photo->scale_from = (scalp_vec2){random_between(r, 0, 100), random_between(r, 0, 100)};
        photo->scale_to = (scalp_vec2){random_between(r, 101, 900), random_between(r, 0, 100)};
        photo->scale_mm = random_between(r, SCALP_CASE_SCALE_LOW_MM, SCALP_CASE_SCALE_HIGH_MM);
    }
}

static inline void random_close_up(scalp_random *r, unsigned index, const scalp_case *document,
                                   scalp_case_close_up *c) {
    *c = scalp_case_close_up_default();
    random_fields(r, scalp_case_close_up_fields, scalp_case_close_up_field_count, c);
    snprintf(c->id, sizeof c->id, "near-%u", index);
    snprintf(c->file, sizeof c->file, "near %u.jpg", index);
    c->has_scale = random_bool(r);
    if (c->has_scale) {
        c->scale_to = (scalp_vec2){random_between(r, 101, 900), random_between(r, 0, 100)};
        c->scale_mm = random_between(r, SCALP_CASE_SCALE_LOW_MM, SCALP_CASE_SCALE_HIGH_MM);
    }
    c->tie_count = (size_t)scalp_random_below(r, SCALP_CASE_MAX_TIES + 1);
    for (size_t k = 0; k < c->tie_count; k++) {
        scalp_case_tie *tie = &c->ties[k];
        const bool head = random_bool(r);
        snprintf(tie->in, sizeof tie->in, head ? "head" : "chart");
        if (!head && document->photo_count > 0)
            memcpy(tie->in, document->photos[0].id, sizeof tie->in);
        tie->px = (scalp_vec2){random_between(r, 0, 4e3), random_between(r, 0, 3e3)};
        for (int axis = 0; axis < (head ? 3 : 2); axis++)
            tie->at[axis] = random_between(r, -200, 200);
    }
}

static inline void random_zones(scalp_random *r, scalp_case *document) {
    static const char *const names[] = {"crown", "nape", "side_l", "hairline"};
    document->zone_count = (size_t)scalp_random_below(r, 5);
    for (size_t i = 0; i < document->zone_count; i++) {
        random_fields(r, scalp_case_zone_fields, scalp_case_zone_field_count, &document->zones[i]);
        snprintf(document->zones[i].zone, SCALP_CASE_TEXT, "%s", names[i]);
        const size_t sessions = (size_t)scalp_random_below(r, SCALP_LAYOUT_MAX_SESSIONS + 1);
        document->zones[i].session_count = sessions;
        for (size_t s = 0; s < sessions; s++) /* eighths, the first of them 0 now and then */
            document->zones[i].session_shares[s] = s + 1 < sessions ? 0.125 * random_bool(r) : 1;
        for (size_t s = 0; s + 1 < sessions; s++)
            document->zones[i].session_shares[sessions - 1] -= document->zones[i].session_shares[s];
    }
}

static inline void random_areas(scalp_random *r, scalp_case *document) {
    document->area_count = (size_t)scalp_random_below(r, 4);
    for (size_t i = 0; i < document->area_count; i++) {
        scalp_case_area *area = &document->areas[i];
        *area = scalp_case_area_default();
        random_fields(r, scalp_case_area_fields, scalp_case_area_field_count, area);
        snprintf(area->id, sizeof area->id, "area-%zu", i);
        snprintf(area->in, sizeof area->in, "chart");
        if (document->photo_count > 0 && random_bool(r))
            memcpy(area->in, document->photos[0].id, sizeof area->in);
        area->point_count = random_curve(r, SCALP_DESIGN_AREA_POINTS, 500, area->points);
        area->hole_count = (size_t)scalp_random_below(r, SCALP_DESIGN_AREA_HOLES + 1);
        for (size_t h = 0; h < area->hole_count; h++)
            area->hole_points[h] = random_curve(r, SCALP_DESIGN_AREA_POINTS, 500, area->holes[h]);
    }
    for (size_t i = 0; scalp_rule_id(i); i++) {
        if (random_bool(r))
            snprintf(document->reasons[i], SCALP_CASE_REASON, "because %zu \"w\xc3\xbcnsche\"", i);
    }
}

static inline void random_sessions(scalp_random *r, scalp_case *document) {
    double sum = 0;
    document->session_count = 1 + (size_t)scalp_random_below(r, SCALP_LAYOUT_MAX_SESSIONS);
    for (size_t i = 0; i < SCALP_LAYOUT_MAX_SESSIONS; i++) {
        const bool used = i < document->session_count;
        document->session_shares[i] = used ? 0.1 + scalp_random_uniform(r) : 0;
        sum += document->session_shares[i];
    }
    for (size_t i = 0; i < document->session_count; i++)
        document->session_shares[i] /= sum;
    document->date_count = (size_t)scalp_random_below(r, document->session_count + 1);
    for (size_t i = 0; i < document->date_count; i++)
        snprintf(document->session_dates[i], SCALP_CASE_TEXT, "2027-%02u-28", 1 + (unsigned)i);
}

static inline scalp_case random_case(uint64_t seed) {
    scalp_random r = scalp_random_make(seed, 0);
    scalp_case document = scalp_case_default();
    random_fields(&r, scalp_case_fields, scalp_case_field_count, &document);
    if (!scalp_design_stage_find(document.loss_scale, document.loss_stage))
        snprintf(document.loss_stage, sizeof document.loss_stage, "none");
    document.photo_count = (size_t)scalp_random_below(&r, 5);
    for (size_t i = 0; i < document.photo_count; i++)
        random_photo(&r, (unsigned)i, &document.photos[i]);
    document.close_up_count = (size_t)scalp_random_below(&r, 3);
    for (size_t i = 0; i < document.close_up_count; i++)
        random_close_up(&r, (unsigned)i, &document, &document.close_ups[i]);
    random_zones(&r, &document);
    random_areas(&r, &document);
    random_sessions(&r, &document);
    return document;
}

#endif
