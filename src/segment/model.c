/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each kind looks like: up to three Gaussians with axes along the features, from the seeds. */
#include "stuff.h"

#include <math.h>

enum { most_parts = 3, most_samples = 4096, rounds = 8 };

/* The least spread of each feature, and for skin in tone: light that shading does not explain. */
static const float least_spread[stuff_features] = {2.2f, 2.2f, 6, 1, 0.25f};
static const float least_skin_tone = 16;
static const float outside_spread = 24; /* squared spreads from the skin's middle: surely none */
static const float doubted_spread = 70; /* where shadow and stubble are likely */
/* Skin is never as smooth as a picture out of focus: what glint shows of it is no hair. */
static const float smoothest_skin = -10.5f;
static const double least_part = 0.22;
static const float ground_spread = 14;
static const float most_by_colour = 14; /* the ground shines on skin: colour alone does not tell */
static const float far_off = 200;       /* farther counts as this far */

typedef struct part {
    float middle[stuff_features], inverse[stuff_features]; /* 1 / variance */
    float offset;                                          /* log variance, less log share */
} part;

typedef struct model {
    int count;
    part parts[most_parts];
} model;

typedef struct samples {
    size_t count;
    uint32_t at[most_samples];
    uint8_t part[most_samples];
} samples;

static void find_samples(const uint8_t *seed, size_t cells, int kind, samples *s) {
    size_t all = 0;
    for (size_t i = 0; i < cells; i++)
        all += seed[i] == 1 + kind;
    const size_t stride = all / most_samples + 1;
    size_t n = 0;
    s->count = 0;
    for (size_t i = 0; i < cells && s->count < most_samples; i++) {
        if (seed[i] == 1 + kind && n++ % stride == 0)
            s->at[s->count++] = (uint32_t)i;
    }
}

static float gap2(const stuff_look *look, const part *p, size_t at) {
    float sum = 0;
    for (int f = 0; f < stuff_features; f++) {
        const float d = look->feature[f][at] - p->middle[f];
        sum += d * d * p->inverse[f];
    }
    return sum;
}

static void start_parts(const stuff_look *look, const samples *s, model *m) {
    for (int k = 0; k < m->count; k++) {
        /* The next middle is the sample farthest from those before: the first, the darkest. */
        size_t best = 0;
        float most = -INFINITY;
        for (size_t i = 0; i < s->count; i++) {
            float nearest = k ? INFINITY : -look->feature[stuff_tone][s->at[i]];
            for (int j = 0; j < k; j++)
                nearest = fminf(nearest, gap2(look, &m->parts[j], s->at[i]));
            if (nearest > most) {
                most = nearest;
                best = i;
            }
        }
        for (int f = 0; f < stuff_features; f++) {
            m->parts[k].middle[f] = look->feature[f][s->at[best]];
            m->parts[k].inverse[f] = 1 / (least_spread[f] * least_spread[f]);
        }
    }
}

static void move_middles(const stuff_look *look, samples *s, model *m) {
    double sum[most_parts][stuff_features] = {{0}}, count[most_parts] = {0};
    for (size_t i = 0; i < s->count; i++) {
        int best = 0;
        for (int k = 1; k < m->count; k++) {
            if (gap2(look, &m->parts[k], s->at[i]) < gap2(look, &m->parts[best], s->at[i]))
                best = k;
        }
        s->part[i] = (uint8_t)best;
        count[best]++;
        for (int f = 0; f < stuff_features; f++)
            sum[best][f] += (double)look->feature[f][s->at[i]];
    }
    for (int k = 0; k < m->count; k++)
        for (int f = 0; f < stuff_features && count[k] > 0; f++)
            m->parts[k].middle[f] = (float)(sum[k][f] / count[k]);
}

static void set_spreads(const stuff_look *look, const samples *s, int kind, model *m) {
    double square[most_parts][stuff_features] = {{0}}, count[most_parts] = {0};
    for (size_t i = 0; i < s->count; i++) {
        const part *p = &m->parts[s->part[i]];
        count[s->part[i]]++;
        for (int f = 0; f < stuff_features; f++) {
            const double d = (double)(look->feature[f][s->at[i]] - p->middle[f]);
            square[s->part[i]][f] += d * d;
        }
    }
    for (int k = 0; k < m->count; k++) {
        part *p = &m->parts[k];
        double logs = 0;
        for (int f = 0; f < stuff_features; f++) {
            double least = (double)least_spread[f];
            if (kind == SCALP_STUFF_SKIN && f == stuff_tone)
                least = (double)least_skin_tone;
            const double variance = square[k][f] / (count[k] + 1) + least * least;
            p->inverse[f] = (float)(1 / variance);
            logs += scalp_log(variance);
        }
        const double share = (count[k] + 1) / ((double)s->count + m->count);
        p->offset = (float)(logs - 2 * scalp_log(share));
    }
}

/* From the first `cells` cells. */
static bool fit(const stuff_look *look, const uint8_t *seed, size_t cells, int kind, samples *s,
                model *m) {
    find_samples(seed, cells, kind, s);
    m->count = s->count >= 60 ? most_parts : s->count > 0 ? 1 : 0;
    if (m->count == 0)
        return false;
    start_parts(look, s, m);
    for (int round = 0; round < rounds; round++)
        move_middles(look, s, m);
    set_spreads(look, s, kind, m);
    return true;
}

/* ---- How unlike --------------------------------------------------------------------------- */

typedef struct judging {
    const stuff_look *look;
    const model *models;
    uint8_t *const *unlike;
} judging;

/* Twice the negative log likelihood, held where all are far away. */
static float strangeness(const stuff_look *look, const model *m, size_t at) {
    float least = INFINITY;
    for (int k = 0; k < m->count; k++) {
        const float gap = gap2(look, &m->parts[k], at);
        /* Far away the tails are heavier than a Gaussian's: nobody is that sure. */
        const float held = gap < far_off ? gap : far_off + (gap - far_off) * 0.1f;
        least = fminf(least, held + m->parts[k].offset);
    }
    return least;
}

static void judge_row(void *context, size_t row) {
    const judging *j = context;
    const size_t w = (size_t)j->look->width;
    for (size_t at = row * w; at < (row + 1) * w; at++) {
        float strange[stuff_kinds], least = INFINITY, sum = 0;
        for (int k = 0; k < stuff_kinds; k++) {
            strange[k] = j->unlike[k] ? strangeness(j->look, &j->models[k], at) : INFINITY;
            least = fminf(least, strange[k]);
        }
        for (int k = 0; k < stuff_kinds; k++) {
            /* Cauchy's weights instead of exponentials: as good, and no call. */
            const float d = 1 + 0.25f * (strange[k] - least);
            strange[k] = j->unlike[k] ? 1 / (d * d) : 0;
            sum += strange[k];
        }
        for (int k = 0; k < stuff_kinds; k++)
            if (j->unlike[k])
                j->unlike[k][at] = (uint8_t)(254.5f - 254 * strange[k] / sum);
    }
}

scalp_status scalp_stuff_unlike(const stuff_look *look, const uint8_t *seed, const scalp_work *work,
                                uint8_t *unlike[stuff_kinds], scalp_error *error) {
    const size_t cells = (size_t)look->width * (size_t)look->height;
    void *memory;
    model models[stuff_kinds];
    SCALP_TRY(scalp_work_take(work, 1, sizeof(samples), &memory, error));
    samples *s = memory;
    for (int k = 0; k < stuff_kinds; k++) {
        unlike[k] = NULL;
        if (!fit(look, seed, cells, k, s, &models[k]))
            continue;
        SCALP_TRY(scalp_work_take(work, cells, 1, &memory, error));
        unlike[k] = memory;
    }
    judging j = {look, models, unlike};
    scalp_pool_for(work->pool, (size_t)look->height, judge_row, &j);
    return SCALP_OK;
}

/* ---- Guesses ------------------------------------------------------------------------------ */

/* Squared spreads by which the cell does not look like skin. Gloss is skin in a light of its own:
 * brighter and paler, but smooth. */
static float unlike_skin(const stuff_look *look, const model *skin, size_t at) {
    float least = INFINITY;
    for (int k = 0; k < skin->count; k++) {
        const part *p = &skin->parts[k];
        const float tone = look->feature[stuff_tone][at] - p->middle[stuff_tone];
        const float texture =
            look->feature[stuff_texture][at] - fmaxf(p->middle[stuff_texture], smoothest_skin);
        const float red = look->feature[stuff_red][at] - p->middle[stuff_red];
        const float yellow = look->feature[stuff_yellow][at] - p->middle[stuff_yellow];
        float sum = texture > 0 ? texture * texture * p->inverse[stuff_texture] * 2 : 0;
        if (tone < 0)
            sum += tone * tone * p->inverse[stuff_tone];
        if (tone < 6 || texture > 1.5f)
            sum += fminf(red * red * p->inverse[stuff_red] +
                             yellow * yellow * p->inverse[stuff_yellow],
                         most_by_colour);
        least = fminf(least, sum);
    }
    return least;
}

/* Lips, brows and hair that were seeded as skin by a head that does not quite fit are few: parts of
 * the model with a small share go. */
static void drop_small_parts(const samples *s, model *m) {
    size_t count[most_parts] = {0};
    int kept = 0;
    for (size_t i = 0; i < s->count; i++)
        count[s->part[i]]++;
    for (int k = 0; k < m->count; k++)
        if ((double)count[k] > least_part * (double)s->count)
            m->parts[kept++] = m->parts[k];
    m->count = kept > 0 ? kept : m->count;
}

/* Nor may it be the ground, which an outline a little off takes for the head. */
static bool is_ground(const stuff_look *look, const model *ground, size_t at) {
    for (int k = 0; k < ground->count; k++)
        if (gap2(look, &ground->parts[k], at) < ground_spread)
            return true;
    return false;
}

static uint8_t guess_at(const stuff_look *look, const scalp_seed_map *map, int x, int y) {
    const size_t u = (size_t)(((double)x + 0.5) / look->width * map->width);
    const size_t v = (size_t)(((double)y + 0.5) / look->height * map->height);
    const uint8_t value = map->guess[v * (size_t)map->width + u];
    return (value & ~SCALP_SEED_DOUBTED) <= stuff_kinds ? value : 0;
}

enum { ground_mark = 255, near_ground = 3 };

/* A guess counts where all the cells around agree and the ground is not near: between skin and
 * ground a line of mixed cells looks like neither. */
static bool agree(const stuff_look *look, const uint8_t *strange, int x, int y) {
    int n = 0;
    for (int v = y - near_ground; v <= y + near_ground; v++) {
        for (int u = x - near_ground; u <= x + near_ground; u++) {
            if (u < 0 || v < 0 || u >= look->width || v >= look->height)
                continue;
            const uint8_t value = strange[(size_t)v * (size_t)look->width + (size_t)u];
            if (value == ground_mark)
                return false;
            n += value && u >= x - 1 && u <= x + 1 && v >= y - 1 && v <= y + 1;
        }
    }
    return n >= 8;
}

/* What each cell is guessed to be, 0 or ground_mark; counts of the kinds asked for and found. */
typedef struct guessing {
    const stuff_look *look;
    const scalp_seed_map *map;
    const uint8_t *seed;
    model skin, ground;
    bool given[stuff_kinds + 1];
    uint8_t *strange;
} guessing;

static void guess_row(void *context, size_t row) {
    const guessing *g = context;
    const size_t w = (size_t)g->look->width;
    for (size_t x = 0; x < w; x++) {
        const size_t i = row * w + x;
        const uint8_t value = guess_at(g->look, g->map, (int)x, (int)row);
        const uint8_t guess = value & (uint8_t)~SCALP_SEED_DOUBTED;
        const float enough = value == guess ? outside_spread : doubted_spread;
        if (!guess || g->seed[i] || g->given[guess])
            continue;
        if (is_ground(g->look, &g->ground, i))
            g->strange[i] = ground_mark;
        else if (unlike_skin(g->look, &g->skin, i) > enough)
            g->strange[i] = guess;
    }
}

/* Cells of the rows down to the lowest where hair is guessed: below, the ground may be a dark coat.
 */
static size_t beside_hair(const stuff_look *look, const scalp_seed_map *map) {
    const size_t w = (size_t)look->width;
    for (size_t i = w * (size_t)look->height; i-- > 0;)
        if (guess_at(look, map, (int)(i % w), (int)(i / w)) == 1 + SCALP_STUFF_HAIR)
            return (i / w + 1) * w;
    return w * (size_t)look->height;
}

void scalp_stuff_limit(const stuff_look *look, const scalp_seed_map *map, uint8_t *unlike) {
    for (int y = 0; y < look->height; y++) {
        for (int x = 0; x < look->width; x++) {
            const uint8_t guess = guess_at(look, map, x, y);
            if (!guess || guess & SCALP_SEED_DOUBTED)
                unlike[(size_t)y * (size_t)look->width + (size_t)x] = STUFF_NEVER;
        }
    }
}

scalp_status scalp_stuff_guess(const stuff_look *look, const scalp_seed_map *map,
                               const scalp_work *work, uint8_t *seed, scalp_error *error) {
    const size_t w = (size_t)look->width, cells = w * (size_t)look->height;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *memory;
    guessing g = {.look = look, .map = map, .seed = seed, .given = {true}};
    SCALP_TRY(scalp_work_take(work, 1, sizeof(samples), &memory, error));
    if (!map->guess || !fit(look, seed, cells, SCALP_STUFF_SKIN, memory, &g.skin))
        return SCALP_OK;
    drop_small_parts(memory, &g.skin);
    fit(look, seed, beside_hair(look, map), SCALP_STUFF_BACKGROUND, memory, &g.ground);
    SCALP_TRY(scalp_work_take(work, cells, 1, &memory, error));
    g.strange = memory;
    for (size_t i = 0; i < cells; i++)
        g.given[seed[i]] = true;
    scalp_pool_for(work->pool, (size_t)look->height, guess_row, &g);
    for (size_t i = 0; i < cells; i++) {
        const uint8_t guess = g.strange[i];
        if (guess && guess != ground_mark && agree(look, g.strange, (int)(i % w), (int)(i / w)))
            seed[i] = guess;
        /* Brows, lids and locks that lie where the head has skin. */
        if (seed[i] == 1 + SCALP_STUFF_SKIN && unlike_skin(look, &g.skin, i) > outside_spread)
            seed[i] = 0;
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
