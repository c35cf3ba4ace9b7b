/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside mesh: a binary heap of numbered items, the one with the least key first; of equal ones
 * the lowest. Keys are the caller's; after changing one, say so by scalp_heap_place. */
#ifndef SCALPTOR_MESH_HEAP_H
#define SCALPTOR_MESH_HEAP_H

#include <scalptor/base.h>

typedef struct scalp_heap {
    const double *key;
    uint32_t *item, *place; /* place: 1 + where an item stands; 0: it does not */
    size_t count;
} scalp_heap;

/* Empty, for items below `most`. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_heap_make(const double *key, size_t most, const scalp_work *work,
                                           scalp_heap *heap, scalp_error *error);
/* Puts an item where its key belongs, whether it is in the heap already or not. */
void scalp_heap_place(scalp_heap *heap, uint32_t item);
/* Takes the first one out. There must be one. */
uint32_t scalp_heap_take(scalp_heap *heap);
void scalp_heap_remove(scalp_heap *heap, uint32_t item);

#endif
