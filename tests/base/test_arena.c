/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arenas: alignment, zeroing, marks, overflow, and an allocator that fails. */
#include "check.h"

int main(void) {
    CASE("items are aligned, zeroed and apart") {
        scalp_arena *arena;
        CHECK_STATUS(scalp_arena_open(NULL, &arena), SCALP_OK);
        uint8_t *previous = NULL;
        for (size_t size = 1; size < 5000; size += 37) {
            uint8_t *item = scalp_arena_take(arena, size, 3);
            CHECK(item && (uintptr_t)item % 32 == 0 && item != previous);
            for (size_t i = 0; i < size * 3; i++)
                CHECK(item[i] == 0);
            memset(item, 0xff, size * 3);
            previous = item;
        }
        CHECK(scalp_arena_take(arena, 0, 8) != NULL);
        CHECK(scalp_arena_take(arena, SIZE_MAX / 2, 4) == NULL);
        CHECK_TEXT(scalp_arena_text(arena, "scalp", 3), "sca");
        scalp_arena_close(&arena);
        CHECK(arena == NULL);
    }
    CASE("a mark gives memory back, and what comes after is zeroed again") {
        check_stingy s = {100, 0};
        const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &s};
        scalp_arena *arena;
        CHECK_STATUS(scalp_arena_open(&allocator, &arena), SCALP_OK);
        memset(scalp_arena_take(arena, 100, 1), 1, 100);
        const scalp_arena_mark mark = scalp_arena_here(arena);
        const long before = s.live;
        for (int i = 0; i < 10; i++)
            memset(scalp_arena_take(arena, 1 << 20, 1), 7, 1 << 20);
        CHECK(s.live > before);
        scalp_arena_return(arena, mark);
        CHECK(s.live == before);
        const uint8_t *again = scalp_arena_take(arena, 1000, 1);
        for (int i = 0; i < 1000; i++)
            CHECK(again[i] == 0);
        scalp_arena_close(&arena);
        CHECK(s.live == 0);
    }
    CASE("what was given back within a block is zeroed again, whoever allocates") {
        check_stingy s = {100, 0};
        const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &s};
        for (int own = 0; own < 2; own++) {
            scalp_arena *arena;
            CHECK_STATUS(scalp_arena_open(own ? &allocator : NULL, &arena), SCALP_OK);
            CHECK(scalp_arena_take(arena, 40, 1) != NULL);
            const scalp_arena_mark mark = scalp_arena_here(arena);
            uint8_t *first = scalp_arena_take(arena, 500, 1);
            memset(first, 7, 500);
            scalp_arena_return(arena, mark);
            memset(scalp_arena_take(arena, 100, 1), 7, 100);
            scalp_arena_return(arena, mark);
            const uint8_t *again = scalp_arena_take(arena, 1000, 1);
            CHECK(again == first);
            for (int i = 0; i < 1000; i++)
                CHECK(again[i] == 0);
            scalp_arena_close(&arena);
        }
    }
    CASE("no memory is an answer") {
        check_stingy s = {0, 0};
        const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &s};
        scalp_arena *arena;
        CHECK_STATUS(scalp_arena_open(&allocator, &arena), SCALP_ERR_MEMORY);
        s.left = 1;
        CHECK_STATUS(scalp_arena_open(&allocator, &arena), SCALP_OK);
        CHECK(scalp_arena_take(arena, 1, 1) == NULL);
        void *items;
        scalp_error error;
        const scalp_work work = {.memory = arena};
        CHECK_STATUS(scalp_work_take(&work, 9, 9, &items, &error), SCALP_ERR_MEMORY);
        CHECK(items == NULL && strstr(error.message, "9 items") != NULL);
        scalp_arena_close(&arena);
        CHECK(s.live == 0);
    }
    return check_done();
}
