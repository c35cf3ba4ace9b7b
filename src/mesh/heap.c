/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "heap.h"

static bool before(const scalp_heap *h, uint32_t a, uint32_t b) {
    const double x = h->key[a], y = h->key[b];
    return x < y || (!(y < x) && a < b);
}

static void put(scalp_heap *h, size_t at, uint32_t item) {
    h->item[at] = item;
    h->place[item] = (uint32_t)at + 1;
}

static void rise(scalp_heap *h, size_t at) {
    const uint32_t item = h->item[at];
    for (; at > 0 && before(h, item, h->item[(at - 1) / 2]); at = (at - 1) / 2)
        put(h, at, h->item[(at - 1) / 2]);
    put(h, at, item);
}

static void sink(scalp_heap *h, size_t at) {
    const uint32_t item = h->item[at];
    for (size_t child; (child = 2 * at + 1) < h->count; at = child) {
        if (child + 1 < h->count && before(h, h->item[child + 1], h->item[child]))
            child++;
        if (!before(h, h->item[child], item))
            break;
        put(h, at, h->item[child]);
    }
    put(h, at, item);
}

scalp_status scalp_heap_make(const double *key, size_t most, const scalp_work *work,
                             scalp_heap *heap, scalp_error *error) {
    void *item, *place;
    SCALP_TRY(scalp_work_take(work, most, sizeof(uint32_t), &item, error));
    SCALP_TRY(scalp_work_take(work, most, sizeof(uint32_t), &place, error));
    *heap = (scalp_heap){key, item, place, 0};
    return SCALP_OK;
}

void scalp_heap_place(scalp_heap *h, uint32_t item) {
    if (!h->place[item])
        put(h, h->count++, item);
    rise(h, h->place[item] - 1);
    sink(h, h->place[item] - 1);
}

void scalp_heap_remove(scalp_heap *h, uint32_t item) {
    if (!h->place[item])
        return;
    const size_t at = h->place[item] - 1;
    const uint32_t last = h->item[--h->count];
    h->place[item] = 0;
    if (at == h->count)
        return;
    put(h, at, last);
    rise(h, at);
    sink(h, h->place[last] - 1);
}

uint32_t scalp_heap_take(scalp_heap *h) {
    const uint32_t first = h->item[0];
    scalp_heap_remove(h, first);
    return first;
}
