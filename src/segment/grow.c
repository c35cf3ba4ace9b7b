/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels spread from the seeds, the cheapest first. Costs are small whole numbers, so the queue is
 * a ring of buckets (Dial 1969). */
#include "stuff.h"

#include <string.h>

enum { ring = 512, none = -1 };

/* Both costs rise with the square, so that a long way through shading and noise stays cheap against
 * one step over an edge or among strangers. */
static const float edge_gain = 16000; /* of the squared distance of square roots of light */
static const int unlike_gain = 240;
static const int most_edge = 240;

typedef struct spreading {
    const stuff_look *look;
    uint8_t *const *unlike;
    uint32_t *cost;
    int32_t *next; /* of the same bucket */
    int32_t *before;
    int32_t head[ring];
    uint8_t *label, *done;
    size_t queued;
} spreading;

static void put(spreading *s, size_t i) {
    const size_t b = s->cost[i] % ring;
    s->next[i] = s->head[b];
    s->before[i] = none;
    if (s->head[b] != none)
        s->before[s->head[b]] = (int32_t)i;
    s->head[b] = (int32_t)i;
    s->queued++;
}

static void take(spreading *s, size_t i) {
    const size_t b = s->cost[i] % ring;
    if (s->before[i] != none)
        s->next[s->before[i]] = s->next[i];
    else
        s->head[b] = s->next[i];
    if (s->next[i] != none)
        s->before[s->next[i]] = s->before[i];
    s->queued--;
}

static int difference(const stuff_look *look, size_t a, size_t b) {
    float sum = 0;
    for (int c = 0; c < 3; c++) {
        const float d = look->guide[c][a] - look->guide[c][b];
        sum += d * d;
    }
    const float cost = edge_gain * sum;
    return cost < (float)most_edge ? (int)cost : most_edge;
}

static void offer(spreading *s, size_t from, size_t to) {
    if (s->done[to])
        return;
    const uint8_t kind = s->label[from];
    const int u = s->unlike[kind] ? s->unlike[kind][to] : 0;
    if (u == STUFF_NEVER)
        return;
    const int unlike = u * u * unlike_gain / (255 * 255);
    const uint32_t cost = s->cost[from] + 1 + (uint32_t)(unlike + difference(s->look, from, to));
    if (cost >= s->cost[to])
        return;
    if (s->cost[to] != UINT32_MAX)
        take(s, to);
    s->cost[to] = cost;
    s->label[to] = kind;
    put(s, to);
}

static void spread(spreading *s) {
    const size_t w = (size_t)s->look->width, h = (size_t)s->look->height;
    for (uint32_t now = 0; s->queued > 0;) {
        const int32_t first = s->head[now % ring];
        if (first == none) {
            now++;
            continue;
        }
        const size_t i = (size_t)first, x = i % w, y = i / w;
        take(s, i);
        s->done[i] = 1;
        if (x > 0)
            offer(s, i, i - 1);
        if (x + 1 < w)
            offer(s, i, i + 1);
        if (y > 0)
            offer(s, i, i - w);
        if (y + 1 < h)
            offer(s, i, i + w);
    }
}

scalp_status scalp_stuff_grow(const stuff_look *look, const uint8_t *seed,
                              uint8_t *const unlike[stuff_kinds], const scalp_work *work,
                              uint8_t *label, scalp_error *error) {
    const size_t cells = (size_t)look->width * (size_t)look->height;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *memory;
    SCALP_TRY(scalp_work_take(work, cells, 3 * sizeof(uint32_t) + 1, &memory, error));
    spreading s = {.look = look, .unlike = unlike, .cost = memory, .label = label};
    s.next = (int32_t *)(s.cost + cells);
    s.before = s.next + cells;
    s.done = (uint8_t *)(s.before + cells);
    for (int b = 0; b < ring; b++)
        s.head[b] = none;
    for (size_t i = 0; i < cells; i++) {
        s.cost[i] = seed[i] ? 0 : UINT32_MAX;
        label[i] = seed[i] ? (uint8_t)(seed[i] - 1) : 0;
        if (seed[i])
            put(&s, i);
    }
    spread(&s);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
