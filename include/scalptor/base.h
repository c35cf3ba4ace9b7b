/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every room stands on: status and errors, arenas, vectors, hashes, random numbers,
 * repeatable mathematics, the thread pool, and the one bundle that travels (`scalp_work`).
 *
 * Nothing here reads a file, the clock or the environment, and nothing writes a global. */
#ifndef SCALPTOR_BASE_H
#define SCALPTOR_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__) || defined(__clang__)
#define SCALP_CHECKED __attribute__((warn_unused_result))
#define SCALP_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define SCALP_CHECKED
#define SCALP_PRINTF(text, first)
#endif

#define SCALP_VERSION "0.1.0"

/* ---- Status and errors ------------------------------------------------------------------- */

typedef enum scalp_status {
    SCALP_OK = 0,
    SCALP_ERR_INPUT,     /* what was given is wrong: exit code 2 */
    SCALP_ERR_LIMIT,     /* what was given is larger than a stated limit: exit code 2 */
    SCALP_ERR_NO,        /* the answer is no, or a check failed: exit code 1 */
    SCALP_ERR_MEMORY,    /* no memory: exit code 3 */
    SCALP_ERR_MACHINE,   /* disk, permissions, a library that failed: exit code 3 */
    SCALP_ERR_CANCELLED, /* the caller's progress function asked to stop: exit code 130 */
} scalp_status;

/* Filled by whoever detects the fault, passed on untouched by everybody else. The message is one
 * sentence without a line break: what, where, what to do. */
typedef struct scalp_error {
    scalp_status status;
    char message[320];
} scalp_error;

/* Writes the sentence into `error` (which may be NULL) and returns `status`. */
SCALP_PRINTF(3, 4)
scalp_status scalp_fail(scalp_error *error, scalp_status status, const char *format, ...);

/* Returns from the calling function when `call` fails. For functions whose results live in an
 * arena, so that nothing has to be undone. */
#define SCALP_TRY(call)                                                                            \
    do {                                                                                           \
        const scalp_status scalp_try_status = (call);                                              \
        if (scalp_try_status != SCALP_OK)                                                          \
            return scalp_try_status;                                                               \
    } while (0)

/* ---- Memory ------------------------------------------------------------------------------ */

/* Where an arena takes its blocks from. Both functions get `context`; `release` accepts what
 * `allocate` gave. Tests pass one that fails the n-th time. */
typedef struct scalp_allocator {
    void *(*allocate)(void *context, size_t bytes);
    void (*release)(void *context, void *block);
    void *context;
} scalp_allocator;

/* Results live here and are freed together. Not for use by two threads at once. */
typedef struct scalp_arena scalp_arena;

/* A place in an arena to return to; everything allocated since is given up. */
typedef struct scalp_arena_mark {
    void *block;
    size_t used;
} scalp_arena_mark;

/* Makes an empty arena. `allocator` NULL means calloc and free. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_arena_open(const scalp_allocator *allocator, scalp_arena **arena);
/* Frees the arena and all that lives in it, and nulls the caller's pointer. NULL is accepted. */
void scalp_arena_close(scalp_arena **arena);
scalp_arena_mark scalp_arena_here(const scalp_arena *arena);
void scalp_arena_return(scalp_arena *arena, scalp_arena_mark mark);
/* `count` zeroed items of `size` bytes, aligned to 32 bytes, or NULL when memory is out or the
 * product overflows. `count` 0 gives a valid pointer to nothing. */
void *scalp_arena_take(scalp_arena *arena, size_t count, size_t size);
/* A copy of `length` bytes with a NUL behind them, or NULL. */
char *scalp_arena_text(scalp_arena *arena, const char *text, size_t length);

/* Bytes that somebody else owns. */
typedef struct scalp_bytes {
    const uint8_t *data;
    size_t size;
} scalp_bytes;

/* ---- Vectors ----------------------------------------------------------------------------- */

typedef struct scalp_vec2 {
    double x, y;
} scalp_vec2;

typedef struct scalp_vec3 {
    double x, y, z;
} scalp_vec3;

/* Rows. */
typedef struct scalp_mat3 {
    double m[3][3];
} scalp_mat3;

scalp_vec3 scalp_vec3_add(scalp_vec3 a, scalp_vec3 b);
scalp_vec3 scalp_vec3_sub(scalp_vec3 a, scalp_vec3 b);
scalp_vec3 scalp_vec3_scale(scalp_vec3 a, double s);
double scalp_vec3_dot(scalp_vec3 a, scalp_vec3 b);
scalp_vec3 scalp_vec3_cross(scalp_vec3 a, scalp_vec3 b);
double scalp_vec3_length(scalp_vec3 a);
double scalp_vec3_distance(scalp_vec3 a, scalp_vec3 b);
/* Length 1, or (0,0,0) when `a` has no direction. */
scalp_vec3 scalp_vec3_unit(scalp_vec3 a);
/* Two unit vectors that with the unit vector `normal` make a right-handed frame. */
void scalp_vec3_tangents(scalp_vec3 normal, scalp_vec3 *tangent, scalp_vec3 *bitangent);

scalp_vec3 scalp_mat3_apply(const scalp_mat3 *m, scalp_vec3 v);
/* The transposed matrix applied: for a rotation, the inverse. */
scalp_vec3 scalp_mat3_apply_transposed(const scalp_mat3 *m, scalp_vec3 v);
scalp_mat3 scalp_mat3_multiply(const scalp_mat3 *a, const scalp_mat3 *b);
/* Rotation by |r| radians about r (Rodrigues 1840). */
scalp_mat3 scalp_mat3_rotation(scalp_vec3 r);

/* ---- Repeatable mathematics -------------------------------------------------------------- */
/* + - x / sqrt only, no contraction: the same bits on every machine. Relative error below 4e-16
 * times a few over the ranges the product uses; domains as in <math.h>. */

#define SCALP_PI 3.14159265358979323846

double scalp_exp(double x);
double scalp_log(double x);
void scalp_sincos(double radians, double *sine, double *cosine);
double scalp_atan2(double y, double x);
double scalp_acos(double x);
double scalp_pow(double base, double exponent); /* base > 0 */
/* 0 below a, 1 above b, 3t^2 - 2t^3 between. a < b. */
double scalp_smoothstep(double a, double b, double x);
double scalp_clamp(double x, double low, double high);

/* ---- Random numbers ---------------------------------------------------------------------- */

/* xoshiro256** (Blackman & Vigna 2021), seeded by splitmix64 from (seed, item): every item of a
 * job has its own stream, so results do not depend on who computes what. */
typedef struct scalp_random {
    uint64_t s[4];
} scalp_random;

scalp_random scalp_random_make(uint64_t seed, uint64_t item);
uint64_t scalp_random_u64(scalp_random *random);
/* 0 <= u < 1, 53 bits. */
double scalp_random_uniform(scalp_random *random);
/* Mean 0, standard deviation 1 (Marsaglia's polar method, with scalp_log). */
double scalp_random_normal(scalp_random *random);
/* 0 <= n < bound, without bias. bound > 0. */
uint64_t scalp_random_below(scalp_random *random, uint64_t bound);

/* ---- Hash -------------------------------------------------------------------------------- */

/* SHA-256 (FIPS 180-4). */
typedef struct scalp_hash {
    uint32_t state[8];
    uint64_t bytes;
    uint8_t block[64];
} scalp_hash;

#define SCALP_HASH_HEX 65 /* 64 digits and a NUL */

scalp_hash scalp_hash_make(void);
void scalp_hash_add(scalp_hash *hash, const void *data, size_t size);
/* Lower-case digits. The hash is spent afterwards. */
void scalp_hash_hex(scalp_hash *hash, char hex[SCALP_HASH_HEX]);

/* ---- Days -------------------------------------------------------------------------------- */
/* Of the Gregorian calendar, counted from 1970-01-01. Nothing here knows what day it is. */

#define SCALP_DATE 11 /* YYYY-MM-DD and a NUL */

typedef struct scalp_date_parts {
    int year, month, of_month; /* month and day from 1 */
} scalp_date_parts;

/* Of a day written YYYY-MM-DD, 1900-01-01 to 2999-12-31; false: it is none. */
SCALP_CHECKED bool scalp_day_from_date(const char *date, int32_t *day);
/* Years 0 to 9999. */
void scalp_date_from_day(int32_t day, char date[SCALP_DATE]);
int32_t scalp_day_from_parts(scalp_date_parts parts);
scalp_date_parts scalp_date_parts_of(int32_t day);
/* The same day of a later (or earlier) month, or that month's last where it has no such day. The
 * year must stay within 1 to 9999. */
int32_t scalp_day_add_months(int32_t day, int months);
/* Whole years from one day to another, as ages are counted: a leap day's in March. */
int scalp_day_years(int32_t from, int32_t to);
/* 0 is Monday. */
int scalp_day_of_week(int32_t day);

/* ---- Threads ----------------------------------------------------------------------------- */

typedef struct scalp_pool scalp_pool;

/* Makes a pool of `threads` workers, the caller's thread being one of them. 1 to 64.
 * SCALP_ERR_MEMORY, SCALP_ERR_MACHINE (a thread could not be started). */
SCALP_CHECKED scalp_status scalp_pool_open(unsigned threads, scalp_pool **pool);
void scalp_pool_close(scalp_pool **pool);
unsigned scalp_pool_threads(const scalp_pool *pool); /* 1 for NULL */
/* Calls task(context, i) for every i below `count`, in any order, and returns when all are done.
 * A NULL pool does it in the caller's thread. Tasks must write to places of their own. */
void scalp_pool_for(scalp_pool *pool, size_t count, void (*task)(void *context, size_t index),
                    void *context);

/* ---- Kernels ----------------------------------------------------------------------------- */

/* Inner loops that may have a vector twin. The scalar table is the specification. */
typedef struct scalp_kernels {
    /* to[i] += scale * from[i] */
    void (*add_scaled)(float *to, const float *from, float scale, size_t count);
    /* to[i] = exp(-from[i]) for 0 <= from[i] <= 80, relative error below 1e-6 */
    void (*exp_negative)(float *to, const float *from, size_t count);
    /* Rooms above may use loops of theirs that are compiled for AVX2. */
    bool avx2;
} scalp_kernels;

/* The scalar table. */
scalp_kernels scalp_kernels_make(void);
/* The best table for the machine the program runs on. */
scalp_kernels scalp_kernels_find(void);

/* ---- The bundle that travels ------------------------------------------------------------- */

/* Called now and then with how much of `stage` is done, 0..1. Returns false to cancel. */
typedef bool (*scalp_progress)(void *context, const char *stage, double done);

/* Every function that can take longer than a blink takes one of these. */
typedef struct scalp_work {
    scalp_arena *memory;          /* results live here; required */
    scalp_pool *pool;             /* NULL: this thread only */
    const scalp_kernels *kernels; /* required by render, otherwise may be NULL */
    scalp_progress progress;      /* NULL: nobody listens */
    void *progress_context;
} scalp_work;

/* Reports progress. SCALP_ERR_CANCELLED when the listener asks to stop. */
SCALP_CHECKED scalp_status scalp_work_report(const scalp_work *work, const char *stage, double done,
                                             scalp_error *error);
/* scalp_arena_take from the bundle's arena, with the error written. `*items` is NULL on failure. */
SCALP_CHECKED scalp_status scalp_work_take(const scalp_work *work, size_t count, size_t size,
                                           void **items, scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
