/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The standard head when memory runs out: a clean failure, wherever it happens. */
#include "check.h"

#include <scalptor/head.h>

/* The status of a head made with that many blocks of memory. */
static scalp_status make_with(int blocks) {
    static const scalp_head_measures NONE = {0, 0, 0, 0};
    check_stingy b = {blocks, 0};
    const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &b};
    scalp_work work = {0};
    scalp_head head = {0};
    scalp_error error = {0};
    if (scalp_arena_open(&allocator, &work.memory) != SCALP_OK)
        return SCALP_ERR_MEMORY;
    const scalp_status status = scalp_head_make(&NONE, "male", &work, &head, &error);
    if (status != SCALP_OK) {
        CHECK(status == SCALP_ERR_MEMORY && error.status == status && error.message[0]);
        CHECK(!head.mesh.vertices && !head.chart);
    }
    scalp_arena_close(&work.memory);
    return status;
}

int main(void) {
    CASE("the n-th block is refused") {
        int blocks = 0;
        while (blocks < 100 && make_with(blocks) != SCALP_OK)
            blocks++;
        printf("# a head takes %d blocks\n", blocks);
        CHECK(blocks > 1);
        CHECK(blocks < 100);
    }
    return check_done();
}
