/* SPDX-License-Identifier: GPL-3.0-or-later */
/* interrupted MILLISECONDS PROGRAM ARGUMENTS...: runs a program and presses Ctrl-C after that time;
 * 0: so early that the signal waits already when it begins. Exits as the program does. A shell
 * cannot do this: what it starts in the background ignores Ctrl-C. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void begin(char **arguments, long milliseconds) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    signal(SIGINT, SIG_DFL);
    sigprocmask(milliseconds ? SIG_UNBLOCK : SIG_BLOCK, &set, NULL);
    if (!milliseconds)
        raise(SIGINT); /* a waiting signal outlives exec */
    execv(arguments[0], arguments);
    _exit(127);
}

int main(int count, char **arguments) {
    if (count < 3)
        return 2;
    const long milliseconds = strtol(arguments[1], NULL, 10);
    const pid_t child = fork();
    if (child < 0)
        return 3;
    if (child == 0)
        begin(arguments + 2, milliseconds);
    if (milliseconds) {
        const struct timespec wait = {milliseconds / 1000, milliseconds % 1000 * 1000000};
        nanosleep(&wait, NULL);
        kill(child, SIGINT);
    }
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
