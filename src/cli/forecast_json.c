/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast.h"

#include <math.h>

static const double year_days = 365.25;

static double rounded(double value, double step) {
    return floor(value / step + 0.5) * step;
}

static void set_date(const scalp_case_forecast *f, json_t *object, const char *key, double days) {
    char date[SCALP_CASE_DATE];
    if (!f->dated)
        return;
    scalp_case_date_from_day(f->last_session_day + days, date);
    json_object_set_new(object, key, json_string(date));
}

static void set_number(json_t *object, const char *key, double number, double step) {
    json_object_set_new(object, key, json_real(rounded(number, step)));
}

static json_t *band_json(const scalp_forecast_band *b, double times, double step) {
    json_t *object = json_object();
    set_number(object, "middle", times * b->middle, step);
    set_number(object, "low50", times * b->low50, step);
    set_number(object, "high50", times * b->high50, step);
    set_number(object, "low90", times * b->low90, step);
    set_number(object, "high90", times * b->high90, step);
    return object;
}

static json_t *curve_json(const scalp_case_forecast *f, const scalp_forecast_curve *curve) {
    json_t *seen = json_array(), *object = json_object();
    for (size_t i = 0; i <= f->year_index[10]; i++) {
        json_t *point = band_json(&curve->seen[i], 100, 0.01);
        set_number(point, "days", f->days[i], 0.01);
        set_date(f, point, "date", f->days[i]);
        json_array_append_new(seen, point);
    }
    json_object_set_new(object, "retained_pct", seen);
    json_t *touch_up = band_json(&curve->touch_up_days, 1 / year_days, 0.001);
    set_date(f, touch_up, "from", curve->touch_up_days.low50);
    set_date(f, touch_up, "to", curve->touch_up_days.high50);
    set_date(f, touch_up, "middle_date", curve->touch_up_days.middle);
    json_object_set_new(object, "touch_up_years", touch_up);
    return object;
}

static json_t *kind_json(const scalp_case_forecast *f, size_t k) {
    const scalp_case_kind *kind = &f->kinds[k];
    json_t *object = curve_json(f, &f->forecast.kinds[k]), *zones = json_array();
    for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
        if (kind->in_zone[z])
            json_array_append_new(zones, json_string(scalp_zone_name((scalp_zone)z)));
    }
    json_object_set_new(object, "zones", zones);
    json_object_set_new(object, "scar", json_boolean(kind->scar));
    set_number(object, "dots", kind->dots, 1);
    json_object_set_new(object, "seen_mm",
                        json_pack("{s:f,s:f,s:f}", "healed", rounded(kind->seen_mm[0], 1e-4), "1y",
                                  rounded(kind->seen_mm[1], 1e-4), "5y",
                                  rounded(kind->seen_mm[2], 1e-4)));
    return object;
}

static json_t *measured_json(const scalp_case_forecast *f) {
    json_t *list = json_array();
    for (size_t i = 0; i < f->placed_count; i++) {
        const scalp_case_measured *m = f->placed[i].measured;
        json_array_append_new(
            list,
            json_pack("{s:s,s:f,s:s,s:f,s:f,s:f}", "date", m->date, "days", f->placed[i].days,
                      "zone", m->zone == SCALP_ZONE_NONE ? "all" : scalp_zone_name(m->zone),
                      "retained_pct", m->retained_pct, "low", m->low_pct, "high", m->high_pct));
    }
    return list;
}

static json_t *pace_json(const scalp_pace *p) {
    return json_pack("{s:f,s:f,s:f,s:f}", "slow", rounded(p->slow, 1e-4), "fast",
                     rounded(p->fast, 1e-4), "spread", rounded(p->spread, 1e-4), "take",
                     rounded(p->take, 1e-4));
}

static json_t *what_if_json(const scalp_case_forecast *f, const scalp_case *document) {
    const scalp_case_recede *r = &f->recede;
    char sentence[CLI_FORECAST_SENTENCE];
    json_t *now = json_array(), *then = json_array(), *object = json_object();
    json_t *dot_now = json_array(), *dot_then = json_array();
    cli_recede_sentence(r, sentence);
    json_object_set_new(
        object, "recede",
        json_pack("{s:b,s:s,s:s,s:f,s:f,s:f,s:f,s:f,s:s}", "possible", r->possible, "from", r->from,
                  "to", r->to, "work_cm2", rounded(r->work_cm2, 0.1), "bare_now_pct",
                  rounded(100 * r->bare_now, 0.1), "bare_then_pct",
                  rounded(100 * r->bare_then, 0.1), "outside_cm2", rounded(r->outside_cm2, 0.1),
                  "outside_dots", rounded(r->outside_dots, 1), "says", sentence));
    for (size_t k = 0; k < f->kind_count; k++) {
        json_array_append_new(now, json_real(rounded(f->grey.now[k], 0.01)));
        json_array_append_new(then, json_real(rounded(f->grey.then[k], 0.01)));
        json_array_append_new(dot_now, json_real(rounded(f->grey.dot_now[k], 0.01)));
        json_array_append_new(dot_then, json_real(rounded(f->grey.dot_then[k], 0.01)));
    }
    cli_grey_sentence(f, document, sentence);
    json_object_set_new(object, "grey",
                        json_pack("{s:o,s:o,s:o,s:o,s:s}", "zone_dE00_now", now, "zone_dE00_grey",
                                  then, "dot_dE00_now", dot_now, "dot_dE00_grey", dot_then, "says",
                                  sentence));
    return object;
}

json_t *cli_forecast_json(const scalp_case_forecast *f, const scalp_case *document) {
    json_t *kinds = json_array(), *object = json_object();
    json_object_set_new(object, "basis",
                        json_string(f->placed_count ? "model, fitted to measurements"
                                    : f->known      ? "model, fitted to test dots"
                                                    : "model"));
    set_date(f, object, "last_session", 0);
    for (size_t k = 0; k < f->kind_count; k++)
        json_array_append_new(kinds, kind_json(f, k));
    json_object_set_new(object, "kinds", kinds);
    json_object_set_new(object, "all", curve_json(f, &f->forecast.kinds[f->kind_count]));
    json_object_set_new(object, "measured", measured_json(f));
    json_object_set_new(object, "pace", pace_json(&f->forecast.pace));
    json_object_set_new(object, "pace_deviation", pace_json(&f->forecast.pace_deviation));
    json_object_set_new(object, "surprising_measurements",
                        json_integer((json_int_t)f->forecast.surprising));
    json_object_set_new(object, "what_if", what_if_json(f, document));
    return object;
}
