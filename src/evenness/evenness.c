/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How evenly the dots lie: what is judged, then every figure in its own file. */
#include "even.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { dots_least = 20, near_count = 6, probes_most = 1500 };

static const double sure = 0.5;    /* a find that counts as a dot */
static const double perhaps = 0.2; /* one that keeps skin from being called bare */

const char *scalp_uneven_name(scalp_uneven_kind kind) {
    static const char *const names[] = {"bare",    "thin", "dense",    "crowded", "merged",
                                        "spacing", "rows", "diameter", "darkness"};
    return kind >= 0 && kind < SCALP_UNEVEN_COUNT ? names[kind] : "";
}

const char *scalp_grade_name(scalp_grade grade) {
    static const char *const names[] = {"none", "slight", "clear"};
    return grade >= 0 && grade <= SCALP_GRADE_CLEAR ? names[grade] : "";
}

/* ---- Spots ---------------------------------------------------------------------------------- */

static int by_kind(const void *a, const void *b) {
    const scalp_uneven_spot *x = a, *y = b;
    if (x->kind != y->kind)
        return (int)x->kind - (int)y->kind;
    if (x->kind == SCALP_UNEVEN_BARE && x->size != y->size)
        return x->size < y->size ? 1 : -1;
    if (x->chance != y->chance)
        return x->chance > y->chance ? 1 : -1;
    return x->place.y != y->place.y ? (x->place.y > y->place.y) - (x->place.y < y->place.y)
                                    : (x->place.x > y->place.x) - (x->place.x < y->place.x);
}

void even_spot_add(scalp_evenness *to, const scalp_uneven_spot *spot) {
    enum { of_kind_most = 12 };
    size_t same = 0, last = SIZE_MAX;
    for (size_t i = 0; i < to->spot_count; i++)
        if (to->spots[i].kind == spot->kind) {
            same++;
            if (last == SIZE_MAX || by_kind(&to->spots[i], &to->spots[last]) > 0)
                last = i;
        }
    if (same < of_kind_most && to->spot_count < SCALP_EVENNESS_SPOTS)
        to->spots[to->spot_count++] = *spot;
    else if (last != SIZE_MAX && by_kind(spot, &to->spots[last]) < 0)
        to->spots[last] = *spot;
}

/* ---- Which finds count ---------------------------------------------------------------------- */

typedef struct chosen {
    size_t dots, fill;
    scalp_vec2 *dot_at, *fill_at;
    uint32_t *dot_from, *fill_from;
} chosen;

static double diameter_of(const scalp_evenness_ask *ask, const scalp_found *f) {
    return ask->has_mm ? f->diameter_mm : f->diameter_px;
}

static scalp_status choose(even_job *job, chosen *c) {
    const scalp_evenness_ask *ask = job->ask;
    void *at, *from;
    SCALP_TRY(scalp_work_take(job->work, 2 * ask->count + 2, sizeof(scalp_vec2), &at, job->error));
    SCALP_TRY(scalp_work_take(job->work, 2 * ask->count + 2, sizeof(uint32_t), &from, job->error));
    *c = (chosen){
        0, 0, at, (scalp_vec2 *)at + ask->count + 1, from, (uint32_t *)from + ask->count + 1};
    for (size_t i = 0; i < ask->count; i++) {
        const scalp_found *f = &ask->found[i];
        if (!scalp_window_has(ask->window, f->mm))
            continue;
        const bool stub = f->kind == SCALP_FOUND_STUB, counts = f->confidence >= sure;
        job->to->left_out += !counts;
        job->to->hairs += counts && stub;
        job->to->merged += counts && f->kind == SCALP_FOUND_MERGED;
        if (counts && !stub) {
            c->dot_at[c->dots] = f->mm;
            c->dot_from[c->dots++] = (uint32_t)i;
        }
        if (f->confidence >= perhaps) {
            c->fill_at[c->fill] = f->mm;
            c->fill_from[c->fill++] = (uint32_t)i;
        }
    }
    job->to->dots = c->dots;
    return SCALP_OK;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The median of single dots. */
static scalp_status typical_diameter(even_job *job, const chosen *c) {
    void *place;
    size_t count = 0;
    SCALP_TRY(scalp_work_take(job->work, c->dots + 1, sizeof(double), &place, job->error));
    double *list = place;
    for (size_t i = 0; i < c->dots; i++) {
        const scalp_found *f = &job->ask->found[c->dot_from[i]];
        const double d = diameter_of(job->ask, f);
        if (f->kind == SCALP_FOUND_DOT && d > 0 && isfinite(d))
            list[count++] = d;
    }
    qsort(list, count, sizeof *list, ascending);
    job->diameter = count > 0 ? list[count / 2] : 0;
    return SCALP_OK;
}

/* How many dots a find stands for: what ran together by its area. */
static double stands_for(const even_job *job, const scalp_found *f) {
    const double d = diameter_of(job->ask, f);
    if (f->confidence < sure)
        return 0;
    if (f->kind != SCALP_FOUND_MERGED)
        return 1;
    const double over = d > 0 && job->diameter > 0 ? d / job->diameter : 1.5;
    return scalp_clamp(over * over, 2, 8);
}

static scalp_status make_points(even_job *job, const scalp_vec2 *at, const uint32_t *from,
                                size_t count, even_points *points, const double **weight) {
    void *place, *source;
    SCALP_TRY(even_points_make(at, count, job->spacing, job->work, points, job->error));
    SCALP_TRY(scalp_work_take(job->work, count + 1, sizeof(double), &place, job->error));
    SCALP_TRY(scalp_work_take(job->work, count + 1, sizeof(uint32_t), &source, job->error));
    for (size_t i = 0; i < count; i++) {
        ((uint32_t *)source)[i] = from[points->source[i]];
        ((double *)place)[i] = stands_for(job, &job->ask->found[from[points->source[i]]]);
    }
    points->source = source;
    *weight = place;
    return SCALP_OK;
}

/* ---- Spacing -------------------------------------------------------------------------------- */

/* The median over dots of the density out to the sixth neighbour: bare parts do not count in it. */
static double spacing_of(const even_points *p, double guess) {
    double list[probes_most];
    size_t count = 0;
    const size_t stride = p->count / probes_most + 1;
    for (size_t i = 0; i < p->count && count < probes_most; i += stride) {
        for (double reach = guess;; reach *= 1.5) {
            double nearest[near_count];
            int held = 0;
            const even_range near = even_points_near(p, p->at[i], reach);
            for (int row = near.top; row <= near.bottom; row++) {
                const size_t line = (size_t)row * (size_t)p->columns;
                const size_t last = p->start[line + (size_t)near.right + 1];
                for (size_t j = p->start[line + (size_t)near.left]; j < last; j++) {
                    const double dx = p->at[j].x - p->at[i].x, dy = p->at[j].y - p->at[i].y;
                    const double d2 = dx * dx + dy * dy;
                    if (j == i || d2 > reach * reach ||
                        (held == near_count && d2 >= nearest[near_count - 1]))
                        continue;
                    int k = held < near_count ? held++ : near_count - 1;
                    for (; k > 0 && nearest[k - 1] > d2; k--)
                        nearest[k] = nearest[k - 1];
                    nearest[k] = d2;
                }
            }
            if (held == near_count) {
                list[count++] = nearest[near_count - 1];
                break;
            }
        }
    }
    qsort(list, count, sizeof *list, ascending);
    return sqrt(SCALP_PI * list[count / 2] / (near_count + 0.5));
}

/* ---- Skin without work ---------------------------------------------------------------------- */

static scalp_status gap_distances(even_job *job) {
    const even_skin *s = &job->skin;
    const size_t cells = (size_t)s->columns * (size_t)s->rows;
    void *place;
    SCALP_TRY(scalp_work_take(job->work, cells, sizeof(float), &place, job->error));
    float *gap = place;
    for (size_t i = 0; i < cells; i++)
        if (s->state[i] != EVEN_UNSEEN)
            gap[i] = (float)even_points_nearest(&job->fill, even_skin_centre(s, i), SIZE_MAX, 1e9);
    job->gap = gap;
    return SCALP_OK;
}

/* Whether what lies beside a cell is the end of the picture or of the skin. */
static bool beside_end(const even_job *job, size_t cell) {
    static const int step[4][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    const scalp_window *w = job->ask->window;
    const scalp_vec2 at = even_skin_centre(&job->skin, cell);
    for (int k = 0; k < 4; k++) {
        const double way = fmax(job->skin.cell, w->cell_mm);
        const double x = floor((at.x + step[k][0] * way - w->origin_mm.x) / w->cell_mm);
        const double y = floor((at.y + step[k][1] * way - w->origin_mm.y) / w->cell_mm);
        if (!(x >= 0 && y >= 0 && x < w->columns && y < w->rows))
            return true;
        const uint8_t why = w->why[(size_t)y * (size_t)w->columns + (size_t)x];
        if (why == SCALP_UNSEEN_OUTSIDE || why == SCALP_UNSEEN_NO_SKIN)
            return true;
    }
    return false;
}

/* One piece of the cells marked 1, which become 2: its extent, and whether it reaches the end. */
static size_t piece(const even_job *job, uint8_t *mark, size_t first, uint32_t *queue, bool *ends) {
    const size_t row = (size_t)job->skin.columns;
    size_t done = 0, count = 0;
    queue[count++] = (uint32_t)first;
    mark[first] = 2;
    *ends = false;
    while (done < count) {
        const size_t i = queue[done++], near[4] = {i - 1, i + 1, i - row, i + row};
        *ends |= beside_end(job, i);
        for (int k = 0; k < 4; k++) /* the rim is unseen, so all four are cells */
            if (mark[near[k]] == 1) {
                mark[near[k]] = 2;
                queue[count++] = (uint32_t)near[k];
            }
    }
    return count;
}

/* Wide skin without dots that runs to the end of the picture was not worked on: its core is four
 * spacings from any dot. */
static scalp_status find_untreated(even_job *job) {
    static const double core = 4, around = 3.2, extent = 60;
    even_skin *s = &job->skin;
    const size_t cells = (size_t)s->columns * (size_t)s->rows;
    even_skin far = *s;
    void *state, *border, *queue;
    SCALP_TRY(scalp_work_take(job->work, cells, 1, &state, job->error));
    SCALP_TRY(scalp_work_take(job->work, cells, sizeof(float), &border, job->error));
    SCALP_TRY(scalp_work_take(job->work, cells, sizeof(uint32_t), &queue, job->error));
    far.state = state;
    far.border = border;
    size_t cores = 0;
    for (size_t i = 0; i < cells; i++) {
        const bool is_core =
            s->state[i] == EVEN_WORKED && (double)job->gap[i] > core * job->spacing;
        cores += is_core;
        far.state[i] = is_core ? EVEN_UNSEEN : EVEN_WORKED;
    }
    if (cores == 0)
        return SCALP_OK;
    SCALP_TRY(even_skin_measure(&far, job->work, job->error));
    for (size_t i = 0; i < cells; i++)
        far.state[i] = s->state[i] == EVEN_WORKED && (double)far.border[i] < around * job->spacing;
    for (size_t i = 0; i < cells; i++) {
        bool ends;
        if (far.state[i] != 1)
            continue;
        const size_t count = piece(job, far.state, i, queue, &ends);
        if (!ends || (double)count * s->cell * s->cell < extent * job->spacing * job->spacing)
            continue;
        for (size_t k = 0; k < count; k++)
            s->state[((uint32_t *)queue)[k]] = EVEN_UNTREATED;
    }
    return SCALP_OK;
}

/* Where a plan wants nothing, nothing is missing. */
static scalp_status take_wanted(even_job *job) {
    const scalp_window *w = job->ask->window;
    even_skin *s = &job->skin;
    const size_t cells = (size_t)s->columns * (size_t)s->rows;
    void *place;
    double sum = 0, count = 0;
    SCALP_TRY(scalp_work_take(job->work, cells, sizeof(float), &place, job->error));
    float *wanted = place;
    for (size_t i = 0; i < cells; i++) {
        if (s->state[i] != EVEN_WORKED)
            continue;
        const scalp_vec2 at = even_skin_centre(s, i);
        const size_t x = (size_t)((at.x - w->origin_mm.x) / w->cell_mm);
        const size_t y = (size_t)((at.y - w->origin_mm.y) / w->cell_mm);
        const double value = job->ask->wanted_per_mm2[y * (size_t)w->columns + x];
        if (!(value > 0) || !isfinite(value)) {
            s->state[i] = EVEN_UNTREATED;
            continue;
        }
        wanted[i] = (float)value;
        sum += value;
        count += 1;
    }
    for (size_t i = 0; i < cells; i++)
        wanted[i] = (float)((double)wanted[i] * count / sum);
    job->wanted = wanted;
    job->wanted_mean = count > 0 ? sum / count : (double)NAN;
    return SCALP_OK;
}

/* ---- All of it ------------------------------------------------------------------------------ */

static void count_unseen(even_job *job) {
    const scalp_window *w = job->ask->window;
    double skin = 0;
    for (size_t i = 0; i < (size_t)w->columns * (size_t)w->rows; i++)
        if (w->why[i] < SCALP_UNSEEN_COUNT)
            job->to->unseen[w->why[i]] += w->cell_mm * w->cell_mm;
    for (int why = 0; why < SCALP_UNSEEN_COUNT; why++)
        if (why != SCALP_UNSEEN_OUTSIDE && why != SCALP_UNSEEN_NO_SKIN && why != SCALP_UNSEEN_MARK)
            skin += job->to->unseen[why];
    job->to->seen_share = skin > 0 ? job->to->unseen[SCALP_UNSEEN_NOT] / skin : 0;
}

static void no_figures(scalp_evenness *to) {
    const scalp_figure none = {NAN, NAN, NAN};
    to->over_wanted = to->nearest_mean = to->nearest_cv = to->clark_evans = to->local_cv =
        to->dispersion = to->ratio_5_95 = to->voronoi_cv = none;
    for (int k = 0; k < SCALP_EVENNESS_G; k++)
        to->g[k] = none;
    for (int k = 0; k < SCALP_EVENNESS_L; k++)
        to->l[k] = none;
    to->nearest_least = to->hard_core = to->first_peak = to->first_peak_g = NAN;
    to->like_random = to->like_good = to->largest_bare = NAN;
    to->largest_bare_low = to->largest_bare_high = to->rows_strength = to->rows_deg = NAN;
    to->largest_bare_at = (scalp_vec2){NAN, NAN};
}

/* Few dots: their number by itself, with the interval of counting (Poisson, Garwood 1936 by
 * Wilson & Hilferty's approximation). */
static void few(even_job *job) {
    scalp_evenness *to = job->to;
    const double n = (double)to->dots, area = to->area * job->recall;
    const double high = 1 - 1 / (9 * (n + 1)) + 1.96 / (3 * sqrt(n + 1));
    const double low = n > 0 ? 1 - 1 / (9 * n) - 1.96 / (3 * sqrt(n)) : 0;
    to->density = area > 0 ? (scalp_figure){n / area, n * low * low * low / area,
                                            (n + 1) * high * high * high / area}
                           : (scalp_figure){NAN, NAN, NAN};
    to->spacing = n > 0 && area > 0 ? 1 / sqrt(to->density.value) : (double)NAN;
}

/* Spacing, skin, what of it was worked on, and the dots there. */
static scalp_status prepare(even_job *job, const chosen *c) {
    const scalp_evenness_ask *ask = job->ask;
    job->spacing = sqrt(job->to->area / (double)c->dots);
    SCALP_TRY(make_points(job, c->dot_at, c->dot_from, c->dots, &job->dots, &job->weight));
    /* Not less than a share of the mean, whatever lies on top of one another. */
    job->spacing = fmax(spacing_of(&job->dots, job->spacing), 0.05 * job->spacing);
    /* Cells are a quarter of it, but no more than some 200 a dot where most skin is empty. */
    const double least = sqrt(job->to->area / fmax(200.0 * (double)c->dots, 40000));
    job->spacing = fmax(job->spacing, 4 * least);
    job->sigma = 1.2 * fmax(ask->has_mm ? 1 : 0, job->spacing);
    const double cell = job->sigma / 3 / ceil(job->sigma / 3 / (job->spacing / 4) - 1e-9);
    SCALP_TRY(even_skin_make(ask->window, cell, job->work, &job->skin, job->error));
    /* Few, wide cells where the skin is very large for its dots. */
    job->sigma = fmax(job->sigma, 3 * job->skin.cell);
    SCALP_TRY(make_points(job, c->fill_at, c->fill_from, c->fill, &job->fill, &job->fill_weight));
    SCALP_TRY(gap_distances(job));
    if (ask->wanted_per_mm2)
        SCALP_TRY(take_wanted(job));
    else
        SCALP_TRY(find_untreated(job));
    const double before = job->skin.area;
    SCALP_TRY(even_skin_measure(&job->skin, job->work, job->error));
    job->edge = job->skin.area < before;
    /* The window's own area, but for what was left out. */
    job->to->untreated = before - job->skin.area;
    job->to->area -= job->to->untreated;
    return SCALP_OK;
}

/* The points on worked skin alone. */
static scalp_status keep_worked(even_job *job, chosen *c) {
    size_t dots = 0, fill = 0;
    for (size_t i = 0; i < c->dots; i++)
        if (even_skin_worked(&job->skin, c->dot_at[i])) {
            c->dot_at[dots] = c->dot_at[i];
            c->dot_from[dots++] = c->dot_from[i];
        }
    for (size_t i = 0; i < c->fill; i++)
        if (even_skin_worked(&job->skin, c->fill_at[i])) {
            c->fill_at[fill] = c->fill_at[i];
            c->fill_from[fill++] = c->fill_from[i];
        }
    c->dots = dots;
    c->fill = fill;
    if (dots < dots_least || !(job->skin.area > 0))
        return SCALP_OK;
    job->expected = (double)dots / job->skin.area;
    job->spacing = 1 / sqrt(job->expected);
    SCALP_TRY(make_points(job, c->dot_at, c->dot_from, dots, &job->dots, &job->weight));
    return make_points(job, c->fill_at, c->fill_from, fill, &job->fill, &job->fill_weight);
}

static scalp_status figures(even_job *job) {
    scalp_evenness *to = job->to;
    job->unit = job->ask->has_mm ? 1 : job->spacing;
    /* Shares of natural neighbours nearer than 1.2 diameters, see the table of layouts. */
    const double t = job->diameter > 0 ? 1.2 * job->diameter / job->spacing : 0;
    job->touching = fmin(0.08 * (t / 0.5) * (t / 0.5) * (t / 0.5) * (t / 0.5), 0.5);
    SCALP_TRY(even_blocks_make(job));
    SCALP_TRY(even_density(job));
    to->spacing = 1 / sqrt(to->density.value);
    if (job->wanted)
        to->over_wanted =
            (scalp_figure){to->density.value / job->wanted_mean, to->density.low / job->wanted_mean,
                           to->density.high / job->wanted_mean};
    SCALP_TRY(even_nearest(job));
    SCALP_TRY(scalp_work_report(job->work, "evenness", 0.2, job->error));
    SCALP_TRY(even_pairs(job));
    SCALP_TRY(even_rows(job));
    SCALP_TRY(scalp_work_report(job->work, "evenness", 0.5, job->error));
    SCALP_TRY(even_voronoi(job));
    SCALP_TRY(even_local(job));
    /* What counts vary beyond the jitter of layouts comes from dots that are lost here and there;
     * as far as that is natural. */
    job->lost = 1 - (1 - scalp_clamp(job->noise - 0.08, 0.05, 0.15)) * job->recall;
    SCALP_TRY(even_envelope(job));
    SCALP_TRY(scalp_work_report(job->work, "evenness", 0.7, job->error));
    SCALP_TRY(even_map(job));
    SCALP_TRY(even_gaps(job));
    SCALP_TRY(even_crowd(job));
    SCALP_TRY(even_regions(job));
    SCALP_TRY(even_merged(job));
    SCALP_TRY(even_sizes(job));
    qsort(to->spots, to->spot_count, sizeof *to->spots, by_kind);
    return scalp_work_report(job->work, "evenness", 1, job->error);
}

static scalp_status check(const scalp_evenness_ask *ask, scalp_error *error) {
    const scalp_window *w = ask->window;
    if (w->columns < 1 || w->rows < 1 || !(w->cell_mm > 0) || !isfinite(w->cell_mm))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The judged skin has no cells; give at least one of a size above 0.");
    if (!(ask->recall >= 0 && ask->recall <= 1) || !(ask->recall_sd >= 0 && ask->recall_sd <= 1))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The share of dots that are found is %g +- %g; give 0 to 1.", ask->recall,
                          ask->recall_sd);
    return SCALP_OK;
}

scalp_status scalp_evenness_make(const scalp_evenness_ask *ask, const scalp_work *work,
                                 scalp_evenness *evenness, scalp_error *error) {
    scalp_evenness to = {.has_mm = ask->has_mm};
    even_job job = {.ask = ask, .work = work, .to = &to, .error = error};
    chosen c;
    SCALP_TRY(check(ask, error));
    no_figures(&to);
    job.recall = ask->recall > 0 ? ask->recall : 1;
    to.area = scalp_window_area_mm2(ask->window);
    count_unseen(&job);
    SCALP_TRY(choose(&job, &c));
    SCALP_TRY(typical_diameter(&job, &c));
    if (c.dots >= dots_least) {
        SCALP_TRY(prepare(&job, &c));
        SCALP_TRY(keep_worked(&job, &c));
        to.dots = c.dots;
    }
    to.judged = c.dots >= dots_least && job.skin.area > 0;
    if (to.judged)
        SCALP_TRY(figures(&job));
    else
        few(&job);
    even_words(&job);
    *evenness = to;
    return SCALP_OK;
}
