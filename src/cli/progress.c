/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar and Ctrl-C. The clock is read here and nowhere below.
 *
 * There is no signal handler, and so no writable global: SIGINT and SIGTERM are blocked for the
 * whole process before any thread starts, and whoever reports progress looks whether one waits. */
#include "cli.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#define BAR 30
#define SHOW_AFTER_S 1.0
#define REDRAW_S 0.1

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* A signal that is ignored already (nohup, a script's background) stays ignored. */
static void watch(sigset_t *set, int signal_number) {
    struct sigaction action;
    if (sigaction(signal_number, NULL, &action) == 0 && action.sa_handler != SIG_IGN)
        sigaddset(set, signal_number);
}

void cli_progress_open(cli_progress *progress, bool shown_allowed) {
    sigemptyset(&progress->watched);
    watch(&progress->watched, SIGINT);
    watch(&progress->watched, SIGTERM);
    sigprocmask(SIG_BLOCK, &progress->watched, NULL);
    progress->shown_allowed = shown_allowed && isatty(STDERR_FILENO);
    progress->shown = false;
    progress->started_s = now_s();
    progress->drawn_s = 0;
    atomic_flag_clear(&progress->busy);
}

bool cli_progress_cancelled(const cli_progress *progress) {
    sigset_t waiting;
    if (sigpending(&waiting) != 0)
        return false;
    return (sigismember(&progress->watched, SIGINT) && sigismember(&waiting, SIGINT)) ||
           (sigismember(&progress->watched, SIGTERM) && sigismember(&waiting, SIGTERM));
}

static void draw(cli_progress *progress, const char *stage, double done) {
    char bar[BAR + 1];
    const double share = scalp_clamp(done, 0, 1);
    const int full = (int)(share * BAR);
    memset(bar, '.', BAR);
    memset(bar, '#', (size_t)full);
    bar[BAR] = 0;
    fprintf(stderr, "\r\033[K%-14s [%s] %3.0f %%", stage, bar, 100 * share);
    fflush(stderr);
    progress->shown = true;
}

bool cli_progress_report(void *context, const char *stage, double done) {
    cli_progress *progress = context;
    if (progress->shown_allowed && !atomic_flag_test_and_set(&progress->busy)) {
        const double now = now_s();
        if (now - progress->started_s > SHOW_AFTER_S && now - progress->drawn_s > REDRAW_S) {
            progress->drawn_s = now;
            draw(progress, stage, done);
        }
        atomic_flag_clear(&progress->busy);
    }
    return !cli_progress_cancelled(progress);
}

void cli_progress_clear(cli_progress *progress) {
    if (progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}
