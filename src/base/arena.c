/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An arena is a chain of blocks, newest first. Only the newest has room; the others are full.
 *
 *     arena -> [ newest | used....free ] -> [ older | full ] -> NULL
 *
 * Blocks from calloc are zero to begin with, large ones without being touched: what was never
 * handed out is not zeroed again. */
#define _DEFAULT_SOURCE /* madvise */
#include <scalptor/base.h>

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { alignment = 32, first_block_bytes = 1 << 16, huge_page_bytes = 1 << 21 };

typedef struct block {
    struct block *older;
    size_t size, used; /* of the bytes behind this header */
    size_t soiled;     /* from there on they are zero */
} block;

struct scalp_arena {
    scalp_allocator allocator;
    bool zeroes; /* the allocator does */
    block *newest;
};

/* Pictures fill their pages once and in order: large pages save most of the faults. Advice only. */
static void advise(void *memory, size_t bytes) {
#ifdef MADV_HUGEPAGE
    const uintptr_t start = (uintptr_t)memory, page = huge_page_bytes;
    const uintptr_t first = (start + page - 1) / page * page, end = (start + bytes) / page * page;
    if (first < end)
        (void)madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
    (void)memory;
    (void)bytes;
#endif
}

static void *allocate_zeroed(void *context, size_t bytes) {
    (void)context;
    void *memory = calloc(1, bytes);
    if (memory)
        advise(memory, bytes);
    return memory;
}

static void release_free(void *context, void *memory) {
    (void)context;
    free(memory);
}

scalp_status scalp_arena_open(const scalp_allocator *allocator, scalp_arena **arena) {
    const scalp_allocator chosen =
        allocator ? *allocator : (scalp_allocator){allocate_zeroed, release_free, NULL};
    *arena = chosen.allocate(chosen.context, sizeof **arena);
    if (!*arena)
        return SCALP_ERR_MEMORY;
    **arena = (scalp_arena){chosen, allocator == NULL, NULL};
    return SCALP_OK;
}

static void drop_until(scalp_arena *arena, const block *keep) {
    while (arena->newest != keep) {
        block *gone = arena->newest;
        arena->newest = gone->older;
        arena->allocator.release(arena->allocator.context, gone);
    }
}

void scalp_arena_close(scalp_arena **arena) {
    if (!*arena)
        return;
    drop_until(*arena, NULL);
    const scalp_allocator allocator = (*arena)->allocator;
    allocator.release(allocator.context, *arena);
    *arena = NULL;
}

scalp_arena_mark scalp_arena_here(const scalp_arena *arena) {
    return (scalp_arena_mark){arena->newest, arena->newest ? arena->newest->used : 0};
}

void scalp_arena_return(scalp_arena *arena, scalp_arena_mark mark) {
    drop_until(arena, mark.block);
    if (arena->newest)
        arena->newest->used = mark.used;
}

/* The first aligned offset of the block at or after `used`. */
static size_t aligned_offset(const block *b) {
    const uintptr_t start = (uintptr_t)(b + 1);
    const uintptr_t place = (start + b->used + alignment - 1) / alignment * alignment;
    return (size_t)(place - start);
}

static bool add_block(scalp_arena *arena, size_t bytes) {
    size_t size = arena->newest ? arena->newest->size * 2 : first_block_bytes;
    if (size > (size_t)1 << 26)
        size = (size_t)1 << 26;
    if (size < bytes + alignment)
        size = bytes + alignment;
    block *b = arena->allocator.allocate(arena->allocator.context, sizeof *b + size);
    if (!b)
        return false;
    *b = (block){arena->newest, size, 0, arena->zeroes ? 0 : size};
    arena->newest = b;
    return true;
}

static void *hand_out(block *b, size_t bytes) {
    const size_t offset = aligned_offset(b), end = offset + bytes;
    uint8_t *items = (uint8_t *)(b + 1) + offset;
    if (b->soiled > offset)
        memset(items, 0, (b->soiled < end ? b->soiled : end) - offset);
    b->soiled = b->soiled > end ? b->soiled : end;
    b->used = end;
    return items;
}

void *scalp_arena_take(scalp_arena *arena, size_t count, size_t size) {
    if (size && count > (SIZE_MAX / 4) / size)
        return NULL;
    const size_t bytes = count * size;
    const block *b = arena->newest;
    if (!b || aligned_offset(b) > b->size || b->size - aligned_offset(b) < bytes) {
        if (!add_block(arena, bytes))
            return NULL;
    }
    return hand_out(arena->newest, bytes);
}

char *scalp_arena_text(scalp_arena *arena, const char *text, size_t length) {
    if (length == SIZE_MAX)
        return NULL;
    char *copy = scalp_arena_take(arena, length + 1, 1);
    if (copy && length)
        memcpy(copy, text, length);
    return copy;
}
