/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pool runs one loop at a time. The owner publishes it under the lock and raises `round`; every
 * worker wakes, takes indices from the shared counter until none is left, and reports. */
#include <scalptor/base.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { max_threads = 64 };

struct scalp_pool {
    unsigned threads; /* the owner's included */
    pthread_t worker[max_threads];
    unsigned started;
    pthread_mutex_t lock;
    pthread_cond_t wake, finished;
    uint64_t round;
    unsigned busy;
    bool closing;
    size_t count;
    atomic_size_t next;
    void (*task)(void *context, size_t index);
    void *context;
};

static void run_tasks(scalp_pool *pool) {
    for (;;) {
        const size_t index = atomic_fetch_add(&pool->next, 1);
        if (index >= pool->count)
            return;
        pool->task(pool->context, index);
    }
}

static void *work(void *argument) {
    scalp_pool *pool = argument;
    uint64_t seen = 0;
    for (;;) {
        pthread_mutex_lock(&pool->lock);
        while (pool->round == seen && !pool->closing)
            pthread_cond_wait(&pool->wake, &pool->lock);
        seen = pool->round;
        const bool closing = pool->closing;
        pthread_mutex_unlock(&pool->lock);
        if (closing)
            return NULL;
        run_tasks(pool);
        pthread_mutex_lock(&pool->lock);
        if (--pool->busy == 0)
            pthread_cond_signal(&pool->finished);
        pthread_mutex_unlock(&pool->lock);
    }
}

scalp_status scalp_pool_open(unsigned threads, scalp_pool **out) {
    *out = NULL;
    scalp_pool *pool = calloc(1, sizeof *pool);
    if (!pool)
        return SCALP_ERR_MEMORY;
    pool->threads = threads < 1 ? 1 : threads > max_threads ? max_threads : threads;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pthread_cond_init(&pool->finished, NULL);
    while (pool->started + 1 < pool->threads) {
        if (pthread_create(&pool->worker[pool->started], NULL, work, pool)) {
            scalp_pool_close(&pool);
            return SCALP_ERR_MACHINE;
        }
        pool->started++;
    }
    *out = pool;
    return SCALP_OK;
}

void scalp_pool_close(scalp_pool **pool_pointer) {
    scalp_pool *pool = *pool_pointer;
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->started; i++)
        pthread_join(pool->worker[i], NULL);
    pthread_cond_destroy(&pool->finished);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
    *pool_pointer = NULL;
}

unsigned scalp_pool_threads(const scalp_pool *pool) {
    return pool ? pool->threads : 1;
}

void scalp_pool_for(scalp_pool *pool, size_t count, void (*task)(void *context, size_t index),
                    void *context) {
    if (!pool || pool->threads == 1 || count < 2) {
        for (size_t i = 0; i < count; i++)
            task(context, i);
        return;
    }
    pthread_mutex_lock(&pool->lock);
    pool->count = count;
    pool->task = task;
    pool->context = context;
    atomic_store(&pool->next, 0);
    pool->busy = pool->started;
    pool->round++;
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
    run_tasks(pool);
    pthread_mutex_lock(&pool->lock);
    while (pool->busy)
        pthread_cond_wait(&pool->finished, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}
