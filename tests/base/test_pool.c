/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pool: every index once, for any number of threads, loop after loop. */
#include "check.h"

enum { items = 10007 };

static void count_up(void *context, size_t index) {
    ((int *)context)[index]++;
}

int main(void) {
    static int seen[items];
    CASE("every index is run exactly once") {
        for (unsigned threads = 0; threads <= 9; threads++) {
            check_work w;
            check_work_open(&w, threads);
            memset(seen, 0, sizeof seen);
            for (int round = 0; round < 50; round++)
                scalp_pool_for(w.work.pool, items, count_up, seen);
            for (size_t i = 0; i < items; i++)
                CHECK(seen[i] == 50);
            scalp_pool_for(w.work.pool, 0, count_up, NULL);
            CHECK(scalp_pool_threads(w.work.pool) == (threads ? threads : 1));
            check_work_close(&w);
        }
    }
    return check_done();
}
