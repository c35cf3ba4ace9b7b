/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures the rows of the table: subject and peer by turns in the same process, medians, and the
 * ratio of the two, which is what a busy machine leaves standing. Peak memory is taken from
 * a process of its own for each, since it can only grow. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { max_rounds = 101 };

typedef struct timing {
    double wall[max_rounds], cpu[max_rounds];
} timing;

typedef struct settings {
    const char *folder;
    int rounds;
    unsigned threads;
} settings;

static double now(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Of this process and of the programs that it has run. */
static double processors(void) {
    struct rusage programs;
    getrusage(RUSAGE_CHILDREN, &programs);
    return now(CLOCK_PROCESS_CPUTIME_ID) + (double)programs.ru_utime.tv_sec +
           (double)programs.ru_stime.tv_sec +
           1e-6 * (double)(programs.ru_utime.tv_usec + programs.ru_stime.tv_usec);
}

static void must(scalp_status status, const char *row, const scalp_error *error) {
    if (status == SCALP_OK)
        return;
    fprintf(stderr, "bench: %s: %s\n", row, error->message);
    exit(3);
}

/* One run in an arena of its own; seconds by the wall and of the processors. */
static void run_once(bench_run run, const bench_row *row, const settings *s, scalp_pool *pool,
                     double *wall, double *cpu) {
    const scalp_kernels kernels = scalp_kernels_find();
    scalp_work work = {.pool = pool, .kernels = &kernels};
    scalp_error error = {.message = "out of memory"};
    const double wall_before = now(CLOCK_MONOTONIC), cpu_before = processors();
    must(scalp_arena_open(NULL, &work.memory), row->name, &error);
    must(run(s->folder, &work, &error), row->name, &error);
    scalp_arena_close(&work.memory);
    *wall = now(CLOCK_MONOTONIC) - wall_before;
    *cpu = processors() - cpu_before;
}

static scalp_pool *start(const bench_row *row, const settings *s) {
    scalp_error error = {.message = "threads cannot be started"};
    scalp_pool *pool;
    must(scalp_pool_open(s->threads, &pool), row->name, &error);
    must(scalp_codec_images_open(s->threads, &error), row->name, &error);
    return pool;
}

/* Does `run` once in a process of its own; its peak memory in MB. */
static double peak_mb(bench_run run, const bench_row *row, const settings *s) {
    int ends[2], status = 0;
    double wall, cpu, megabytes = 0;
    fflush(stdout);
    if (pipe(ends) != 0)
        exit(3);
    const pid_t child = fork();
    if (child == 0) {
        struct rusage own, programs;
        run_once(run, row, s, start(row, s), &wall, &cpu);
        getrusage(RUSAGE_SELF, &own);
        getrusage(RUSAGE_CHILDREN, &programs);
        const long most = own.ru_maxrss > programs.ru_maxrss ? own.ru_maxrss : programs.ru_maxrss;
        megabytes = (double)most / 1024;
        _exit(write(ends[1], &megabytes, sizeof megabytes) != (ssize_t)sizeof megabytes);
    }
    close(ends[1]);
    const ssize_t got = read(ends[0], &megabytes, sizeof megabytes);
    close(ends[0]);
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0 ||
        got != (ssize_t)sizeof megabytes)
        exit(3);
    return megabytes;
}

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count) {
    qsort(values, (size_t)count, sizeof *values, by_size);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

/* Each goes first in half of the rounds, after one round that does not count. */
static void run_rounds(const bench_row *row, const settings *s, timing *subject, timing *peer) {
    scalp_pool *pool = start(row, s);
    for (int i = -1; i < s->rounds; i++) {
        const int at = i < 0 ? 0 : i;
        for (int turn = 0; turn < 2; turn++) {
            const bool ours = (turn == 0) == (at % 2 == 0);
            timing *t = ours ? subject : peer;
            run_once(ours ? row->run_subject : row->run_peer, row, s, pool, &t->wall[at],
                     &t->cpu[at]);
        }
    }
    scalp_codec_images_close();
    scalp_pool_close(&pool);
}

static void report(const bench_row *row, const settings *s, double subject_mb, double peer_mb) {
    static timing subject, peer;
    run_rounds(row, s, &subject, &peer);
    const double ours = median(subject.wall, s->rounds), theirs = median(peer.wall, s->rounds);
    const double ours_cpu = median(subject.cpu, s->rounds);
    const double theirs_cpu = median(peer.cpu, s->rounds);
    printf("%-10s %6.3f s %6.3f s CPU %6.0f MB  %s\n", row->name, ours, ours_cpu, subject_mb,
           row->subject);
    printf("%-10s %6.3f s %6.3f s CPU %6.0f MB  %s\n", "", theirs, theirs_cpu, peer_mb, row->peer);
    printf("%-10s %6.2f   %6.2f          %4.2f     ratio", "", ours / theirs, ours_cpu / theirs_cpu,
           subject_mb / peer_mb);
    if (row->bar > 0)
        printf(" (wanted: at most %.2f: %s)", row->bar,
               ours / theirs <= row->bar ? "kept" : "MISSED");
    printf("\n");
    fflush(stdout);
}

/* The image library does not survive a fork: only children ever open it. */
static void measure(const bench_row *row, const settings *s) {
    int status = 0;
    (void)peak_mb(row->make, row, s);
    const double subject_mb = peak_mb(row->run_subject, row, s);
    const double peer_mb = peak_mb(row->run_peer, row, s);
    const pid_t child = fork();
    if (child == 0) {
        report(row, s, subject_mb, peer_mb);
        exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        exit(3);
}

static bool is_wanted(const char *name, int count, char **names) {
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0)
            return true;
    }
    return count == 0;
}

/* A peer that is a program of its own need not be there. */
static bool is_missing(const bench_row *row) {
    const char *path = row->program ? getenv(row->program) : NULL;
    if (!row->program || (path && access(path, X_OK) == 0))
        return false;
    printf("%-10s skipped: %s does not name the program of \"%s\"\n", row->name, row->program,
           row->peer);
    return true;
}

int main(int count, char **arguments) {
    if (count < 4) {
        fprintf(stderr, "usage: scalp_bench FOLDER ROUNDS THREADS [ROW...]\n");
        return 2;
    }
    const int rounds = atoi(arguments[2]), threads = atoi(arguments[3]);
    const settings s = {.folder = arguments[1],
                        .rounds = rounds < 1            ? 1
                                  : rounds > max_rounds ? max_rounds
                                                        : rounds,
                        .threads = threads < 1 ? 1 : (unsigned)threads};
    int done = 0;
    printf("%d rounds, %u threads; medians by the wall, of the processors, peak memory\n", s.rounds,
           s.threads);
    for (size_t i = 0; i < bench_row_count; i++) {
        if (!is_wanted(bench_rows[i].name, count - 4, arguments + 4))
            continue;
        done++;
        if (is_missing(&bench_rows[i]))
            continue;
        measure(&bench_rows[i], &s);
    }
    if (done == 0)
        fprintf(stderr, "bench: there is no such row\n");
    return done == 0 ? 2 : 0;
}
